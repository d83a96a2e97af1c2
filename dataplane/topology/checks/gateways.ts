// L2 gateways: two exterior ports of one bridge, on two hosts, that take the same VLANs; a port is of one gateway.
import type { L2Gateway, Port } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";

export const checkGateways: Check = (context, report) => {
  const gateways = [...at("/l2Gateways", context.topology.l2Gateways)];
  for (const [path, gateway] of gateways) checkGateway(context, path, gateway, report);
  eachRepeat(
    gateways.flatMap(([path, { ports }]) => [...at(`${path}/ports`, ports)]),
    (port) => port,
    (path, first, port) =>
      report.add(
        "GATEWAY_PORT_TWICE",
        path,
        `The port "${port}" is of an L2 gateway already, at ${first}.`,
        "Give each gateway two ports of its own.",
      ),
  );
};

function checkGateway({ ports, bridges }: Context, path: string, gateway: L2Gateway, report: Report): void {
  const members = gateway.ports.map((id) => ports.get(id));
  for (const [i, port] of members.entries()) {
    if (port === undefined || (bridges.has(port.device) && port.host !== undefined)) continue;
    const message = `The port "${port.id}" of gateway "${gateway.id}" is not an exterior bridge port.`;
    report.add("GATEWAY_PORT", `${path}/ports/${i}`, message, "Name a bridge port with host and interface.");
  }
  const [one, other] = members;
  if (one === undefined || other === undefined || one.id === other.id) return;
  const contradiction = contradictionOf(one, other);
  if (contradiction === undefined) return;
  const [what, remedy] = contradiction;
  const message = `The ports "${one.id}" and "${other.id}" of gateway "${gateway.id}" ${what}.`;
  report.add("GATEWAY_MISMATCH", `${path}/ports`, message, remedy);
}

function contradictionOf(one: Port, other: Port): [what: string, remedy: string] | undefined {
  if (one.device !== other.device) return ["are of two bridges", "Name two ports of one bridge."];
  if (one.host !== undefined && one.host === other.host)
    return ["are of one host, which fails as one", "Name ports of two hosts."];
  if (vlansOf(one) !== vlansOf(other))
    return ["take different VLANs", 'Give both the same "vlan" and "trunkVlans".'];
  return undefined;
}

const vlansOf = ({ vlan, trunkVlans }: Port): string =>
  JSON.stringify([vlan ?? 0, trunkVlans === undefined ? "all" : [...trunkVlans].sort((a, b) => a - b)]);
