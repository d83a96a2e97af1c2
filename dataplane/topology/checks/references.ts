// Every id that an object names exists, and is of the kind that is meant.
import type { Bridge, Condition, Router } from "../model.js";
import { nearest, type Report } from "../report.js";
import { at, type Check, type Context } from "./context.js";

export const checkReferences: Check = (context, report) => {
  const { topology, hosts, ports, chains, mirrors, securityGroups, loggers } = context;
  const need = needIn(report);
  const chainsOf = (path: string, object: { inboundChain?: string; outboundChain?: string }) => {
    need(chains, "chain", `${path}/inboundChain`, object.inboundChain);
    need(chains, "chain", `${path}/outboundChain`, object.outboundChain);
  };
  const mirrorsOf = (path: string, lists: object) => {
    for (const [point, ids] of Object.entries(lists))
      for (const [place, id] of at(`${path}/${point}`, ids as string[])) need(mirrors, "mirror", place, id);
  };
  const deviceMirrors = (path: string, { inboundMirrors = [], outboundMirrors = [] }: Bridge | Router) =>
    mirrorsOf(path, { inboundMirrors, outboundMirrors });
  for (const [path, zone] of at("/tunnelZones", topology.tunnelZones))
    for (const [place, member] of at(`${path}/hosts`, zone.hosts))
      need(hosts, "host", `${place}/host`, member.host);
  for (const [path, bridge] of at("/bridges", topology.bridges)) {
    chainsOf(path, bridge);
    deviceMirrors(path, bridge);
    need(context.qosPolicies, "QoS policy", `${path}/qos`, bridge.qos);
    for (const [place, { port }] of at(`${path}/macTable`, bridge.macTable))
      if (need(ports, "port", `${place}/port`, port))
        needOwn(context, report, `${place}/port`, port, bridge.id);
  }
  for (const [path, router] of at("/routers", topology.routers)) {
    chainsOf(path, router);
    deviceMirrors(path, router);
    for (const [place, { port }] of at(`${path}/routes`, router.routes))
      if (need(ports, "port", `${place}/port`, port))
        needOwn(context, report, `${place}/port`, port!, router.id);
  }
  const devices = new Map<string, unknown>([...context.bridges, ...context.routers]);
  for (const [path, port] of at("/ports", topology.ports)) {
    chainsOf(path, port);
    mirrorsOf(`${path}/mirrors`, port.mirrors ?? {});
    need(context.qosPolicies, "QoS policy", `${path}/qos`, port.qos);
    need(devices, "bridge or router", `${path}/device`, port.device);
    need(hosts, "host", `${path}/host`, port.host);
    need(ports, "port", `${path}/peer`, port.peer);
    need(hosts, "host", `${path}/vtep/host`, port.vtep?.host);
    for (const [place, group] of at(`${path}/securityGroups`, port.securityGroups))
      need(securityGroups, "security group", place, group);
  }
  for (const [path, gateway] of at("/l2Gateways", topology.l2Gateways))
    for (const [place, port] of at(`${path}/ports`, gateway.ports)) need(ports, "port", place, port);
  for (const [path, group] of at("/portGroups", topology.portGroups))
    for (const [place, port] of at(`${path}/ports`, group.ports)) need(ports, "port", place, port);
  for (const [path, group] of at("/securityGroups", topology.securityGroups))
    for (const [place, rule] of at(`${path}/rules`, group.rules))
      need(securityGroups, "security group", `${place}/remoteGroup`, rule.remoteGroup);
  for (const [path, chain] of at("/chains", topology.chains)) {
    need(loggers, "rule logger", `${path}/log`, chain.log);
    for (const [place, rule] of at(`${path}/rules`, chain.rules)) {
      need(chains, "chain", `${place}/chain`, rule.chain);
      need(ports, "port", `${place}/port`, rule.port);
      need(loggers, "rule logger", `${place}/log`, rule.log);
      if (rule.match) checkCondition(context, need, devices, `${place}/match`, rule.match);
    }
  }
  for (const [path, mirror] of at("/mirrors", topology.mirrors)) {
    need(ports, "port", `${path}/to`, mirror.to);
    if (mirror.match) checkCondition(context, need, devices, `${path}/match`, mirror.match);
  }
  for (const [path, one] of at("/l2Insertions", topology.l2Insertions)) {
    need(ports, "port", `${path}/port`, one.port);
    need(ports, "port", `${path}/servicePort`, one.servicePort);
  }
};

export type Need = (
  known: ReadonlyMap<string, unknown>,
  kind: string,
  path: string,
  id: string | undefined,
) => boolean;

/** True when the id is there and known; reports one that is there and unknown. */
export function needIn(report: Report): Need {
  return (known, kind, path, id) => {
    if (id === undefined || known.has(id)) return id !== undefined;
    const meant = nearest(id, known.keys());
    const remedy = meant
      ? `Write "${meant}", or declare "${id}".`
      : `Declare "${id}", or name one that is declared.`;
    report.add("UNKNOWN_REFERENCE", path, `There is no ${kind} "${id}".`, remedy);
    return false;
  };
}

function needOwn({ ports }: Context, report: Report, path: string, port: string, device: string): void {
  const owner = ports.get(port)!.device;
  if (owner === device) return;
  const message = `The port "${port}" belongs to "${owner}", not to "${device}".`;
  report.add("FOREIGN_PORT", path, message, `Name a port of "${device}".`);
}

function checkCondition(
  { ports, portGroups, addressGroups }: Context,
  need: Need,
  devices: ReadonlyMap<string, unknown>,
  path: string,
  match: Condition,
): void {
  for (const key of ["inPorts", "outPorts"] as const)
    for (const [place, port] of at(`${path}/${key}`, match[key])) need(ports, "port", place, port);
  for (const key of ["inPortGroup", "outPortGroup", "portGroup"] as const)
    need(portGroups, "port group", `${path}/${key}`, match[key]);
  for (const key of ["srcAddressGroup", "dstAddressGroup"] as const)
    need(addressGroups, "IP address group", `${path}/${key}`, match[key]);
  need(devices, "bridge or router", `${path}/traversedDevice`, match.traversedDevice);
}
