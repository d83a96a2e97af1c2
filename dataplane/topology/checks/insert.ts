// Mirrors and L2 insertions: what they name exists, services are behind exterior ports of their own, and a frame that a
// service gives back names one insertion.
import type { L2Insertion } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";

export const checkInsertions: Check = (context, report) => {
  const insertions = context.topology.l2Insertions;
  const isProtected = new Set((insertions ?? []).map(({ port }) => port));
  for (const [path, one] of at("/l2Insertions", insertions)) {
    checkPorts(context, path, one, report);
    if (!isProtected.has(one.servicePort)) continue;
    const message = `The service port "${one.servicePort}" is led through services itself.`;
    report.add("SERVICE_PROTECTED", `${path}/servicePort`, message, "Put the service behind another port.");
  }
  eachRepeat(
    at("/l2Insertions", insertions),
    ({ servicePort, vlan }) => `${servicePort}/${vlan}`,
    (path, first, { servicePort, vlan }) => {
      const message = `VLAN ${vlan} of the service port "${servicePort}" is ${first} already.`;
      report.add(
        "VLAN_TAKEN",
        `${path}/vlan`,
        message,
        "Give each insertion of a service port its own VLAN.",
      );
    },
  );
  eachRepeat(
    at("/l2Insertions", insertions),
    ({ port, position }) => `${port}/${position ?? 0}`,
    (path, first, { port, position }) => {
      const message = `Position ${position ?? 0} among the services of "${port}" is ${first} already.`;
      report.add("POSITION_TAKEN", path, message, "Give the services of a port different positions.");
    },
  );
};

function checkPorts({ ports }: Context, path: string, one: L2Insertion, report: Report): void {
  const service = ports.get(one.servicePort);
  if (service !== undefined && service.host === undefined) {
    const message = `The service port "${one.servicePort}" is bound to no host.`;
    report.add(
      "SERVICE_NOT_EXTERIOR",
      `${path}/servicePort`,
      message,
      "Name a port with host and interface.",
    );
  }
}
