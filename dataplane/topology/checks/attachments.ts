// What a port is attached to: exactly one of host with interface, peer, vtep. Both ports of a link name each other.
import type { Port } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";

export const checkAttachments: Check = (context, report) => {
  const { topology, routers } = context;
  for (const [path, port] of at("/ports", topology.ports)) {
    checkOneAttachment(path, port, report);
    checkPeer(context, path, port, report);
    const ofRouter = routers.has(port.device);
    if (ofRouter) checkRouterPort(path, port, report);
    else checkBridgePort(path, port, report);
    if (port.key !== undefined && port.host === undefined) {
      const message = `The port "${port.id}" has a tunnel key but no host: only exterior ports are named on the wire.`;
      report.add("KEY_WITHOUT_HOST", `${path}/key`, message, "Remove the key, or bind the port to a host.");
    }
  }
  eachRepeat(
    at("/ports", topology.ports),
    ({ host, interface: name }) => (host === undefined || name === undefined ? undefined : `${host}/${name}`),
    (path, first, { host, interface: name }) => {
      const message = `The interface "${name}" of host "${host}" is bound by ${first} already.`;
      report.add("BOUND_TWICE", `${path}/interface`, message, "Bind one port to an interface.");
    },
  );
};

function checkOneAttachment(path: string, port: Port, report: Report): void {
  const exterior = port.host !== undefined || port.interface !== undefined;
  const ways = [exterior && "host", port.peer !== undefined && "peer", port.vtep && "vtep"].filter(Boolean);
  if (ways.length === 0) {
    const message = `The port "${port.id}" is attached to nothing.`;
    report.add("NO_ATTACHMENT", path, message, "Give it host and interface, or peer, or vtep.");
  } else if (ways.length > 1) {
    const message = `The port "${port.id}" has ${ways.join(" and ")}, but a port is attached to one thing.`;
    report.add("TWO_ATTACHMENTS", path, message, `Keep one of ${ways.join(", ")}.`);
  }
  if (!exterior || (port.host !== undefined && port.interface !== undefined)) return;
  const [there, missing] = port.host === undefined ? ["interface", "host"] : ["host", "interface"];
  report.add(
    "HALF_BINDING",
    path,
    `The port "${port.id}" has ${there} but no ${missing}.`,
    `Add "${missing}".`,
  );
}

function checkPeer({ ports }: Context, path: string, port: Port, report: Report): void {
  const peer = port.peer === undefined ? undefined : ports.get(port.peer);
  if (!peer) return;
  if (peer.id === port.id)
    report.add("PEER_SELF", `${path}/peer`, `The port "${port.id}" is its own peer.`, "Name another port.");
  else if (peer.peer !== port.id) {
    const told = peer.peer === undefined ? "names no peer" : `names "${peer.peer}"`;
    const message = `The port "${port.id}" names "${peer.id}" as its peer, which ${told}.`;
    report.add("PEER_ONE_SIDED", `${path}/peer`, message, `Set the peer of "${peer.id}" to "${port.id}".`);
  }
}

function checkRouterPort(path: string, port: Port, report: Report): void {
  if (!port.addresses?.length) {
    const message = `The router port "${port.id}" has no address.`;
    report.add("NO_ADDRESS", path, message, 'Add "addresses", for example ["10.0.0.1/24"].');
  }
}

function checkBridgePort(path: string, port: Port, report: Report): void {
  for (const key of ["mac", "addresses"] as const)
    if (port[key] !== undefined) {
      const message = `The port "${port.id}" is not a router's, so it has no ${key} of its own.`;
      report.add("NOT_A_ROUTER_PORT", `${path}/${key}`, message, `Remove "${key}".`);
    }
}
