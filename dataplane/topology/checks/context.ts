// A topology indexed by id, as the checks read it. The first of two equal ids wins; ids.ts reports the second.
import type {
  Bridge,
  Chain,
  Host,
  IpAddressGroup,
  Mirror,
  Port,
  PortGroup,
  QosPolicy,
  Router,
  RuleLogger,
  SecurityGroup,
  Topology,
} from "../model.js";
import type { Report } from "../report.js";

export interface Context {
  topology: Topology;
  hosts: ReadonlyMap<string, Host>;
  bridges: ReadonlyMap<string, Bridge>;
  routers: ReadonlyMap<string, Router>;
  ports: ReadonlyMap<string, Port>;
  chains: ReadonlyMap<string, Chain>;
  addressGroups: ReadonlyMap<string, IpAddressGroup>;
  portGroups: ReadonlyMap<string, PortGroup>;
  mirrors: ReadonlyMap<string, Mirror>;
  qosPolicies: ReadonlyMap<string, QosPolicy>;
  securityGroups: ReadonlyMap<string, SecurityGroup>;
  loggers: ReadonlyMap<string, RuleLogger>;
}

export type Check = (context: Context, report: Report) => void;

export function contextOf(topology: Topology): Context {
  const bridges = byId(topology.bridges);
  return {
    topology,
    hosts: byId(topology.hosts),
    bridges,
    routers: byId(topology.routers?.filter(({ id }) => !bridges.has(id))),
    ports: byId(topology.ports),
    chains: byId(topology.chains),
    addressGroups: byId(topology.ipAddressGroups),
    portGroups: byId(topology.portGroups),
    mirrors: byId(topology.mirrors),
    qosPolicies: byId(topology.qosPolicies),
    securityGroups: byId(topology.securityGroups),
    loggers: byId(topology.ruleLoggers),
  };
}

function byId<T extends { id: string }>(objects: readonly T[] = []): Map<string, T> {
  const found = new Map<string, T>();
  for (const object of objects) if (!found.has(object.id)) found.set(object.id, object);
  return found;
}

/** Calls `again` with both paths for every key met before. Undefined keys are never equal. */
export function eachRepeat<T>(
  items: Iterable<readonly [path: string, item: T]>,
  keyOf: (item: T) => string | number | undefined,
  again: (path: string, first: string, item: T) => void,
): void {
  const seen = new Map<string | number, string>();
  for (const [path, item] of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, path);
    else again(path, first, item);
  }
}

/** Items of a list with their JSON pointers. */
export function* at<T>(path: string, items: readonly T[] = []): Generator<readonly [string, T]> {
  for (let i = 0; i < items.length; i++) yield [`${path}/${i}`, items[i]!];
}
