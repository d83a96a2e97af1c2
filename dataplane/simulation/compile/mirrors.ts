// Mirrors and L2 insertions: what is copied at a point, and through which services a port's traffic is led.
import { parseMac } from "../../topology/addresses.js";
import type { Finding } from "../../topology/error.js";
import type { Chain, Condition, Mirror, Topology } from "../../topology/model.js";
import type { VDevice, VInsertion, VMirror, VMirrorPoint, VPort } from "../snapshot.js";
import { tag } from "../tags.js";
import type { Names } from "./names.js";

/** Also gives ports and devices their points. */
export function compileMirrors(
  topology: Topology,
  names: Names,
  devices: VDevice[],
  ports: VPort[],
  findings: Finding[],
): VMirror[] {
  const byId = new Map<string, VMirror>();
  let chain = topology.chains?.length ?? 0;
  const mirrors = (topology.mirrors ?? []).map((declared, index): VMirror => {
    const { id, to, match } = declared;
    for (const field of STATEFUL) if (match?.[field] !== undefined) findings.push(stateful(index, id, field));
    const one = {
      index,
      id,
      to: names.port(to),
      chain: matchOf(declared) ? chain++ : -1,
      tag: tag.mirror(id),
    };
    byId.set(id, one);
    return one;
  });
  const pointOf = (owner: string, point: string, ids: readonly string[] = []): VMirrorPoint | null => {
    const there = ids.flatMap((id) => byId.get(id) ?? []);
    return there.length === 0 ? null : { tag: tag.mirrors(owner, point), mirrors: there };
  };
  for (const port of topology.ports) {
    const { preIn, postIn, preOut, postOut } = port.mirrors ?? {};
    const points = {
      preIn: pointOf(port.id, "preIn", preIn),
      postIn: pointOf(port.id, "postIn", postIn),
      preOut: pointOf(port.id, "preOut", preOut),
      postOut: pointOf(port.id, "postOut", postOut),
    };
    if (Object.values(points).some((point) => point !== null)) ports[names.port(port.id)]!.mirrors = points;
  }
  for (const device of [...(topology.bridges ?? []), ...(topology.routers ?? [])]) {
    const compiled = devices[names.device(device.id)]!;
    compiled.inboundMirrors = pointOf(device.id, "in", device.inboundMirrors);
    compiled.outboundMirrors = pointOf(device.id, "out", device.outboundMirrors);
  }
  return mirrors;
}

const STATEFUL = ["forwardFlow", "returnFlow"] as const;

/** Undefined where it has none, or one that is refused. */
const matchOf = ({ match }: Mirror): Condition | undefined =>
  STATEFUL.some((field) => match?.[field] !== undefined) ? undefined : match;

/** With a chain for each mirror's match behind those that are declared, under a name that no chain can have. */
export function withMatches(topology: Topology): Topology {
  if (topology.mirrors === undefined) return topology;
  const matches = topology.mirrors.flatMap((mirror): Chain[] => {
    const match = matchOf(mirror);
    if (match === undefined) return [];
    return [{ id: `mirror ${mirror.id}`, rules: [{ match, action: "accept" }, { action: "drop" }] }];
  });
  return { ...topology, chains: [...(topology.chains ?? []), ...matches] };
}

/** Gives protected ports their services in order, and service ports whom they serve. */
export function compileInsertions(topology: Topology, names: Names, ports: VPort[]): VInsertion[] {
  const declared = topology.l2Insertions ?? [];
  const insertions = declared.map(
    (one, index): VInsertion => ({
      index,
      id: one.id,
      port: names.port(one.port),
      service: names.port(one.servicePort),
      vlan: one.vlan,
      position: one.position ?? 0,
      place: 0,
      failOpen: one.failOpen ?? false,
      mac: (one.mac === undefined ? undefined : parseMac(one.mac)) ?? -1,
    }),
  );
  for (const one of insertions) {
    const [port, service] = [ports[one.port], ports[one.service]];
    if (port === undefined || service === undefined) continue;
    port.insertions ??= [];
    port.insertions.push(one);
    service.serves ??= new Map();
    service.serves.set(one.vlan, one);
  }
  for (const { insertions: list } of ports) {
    list?.sort((a, b) => a.position - b.position || a.index - b.index);
    for (const [place, one] of (list ?? []).entries()) one.place = place;
  }
  return insertions;
}

function stateful(index: number, id: string, field: string): Finding {
  return {
    code: "SIMULATION_UNSUPPORTED",
    path: `/mirrors/${index}/match/${field}`,
    message: `Mirror ${id} matches on ${field}, which needs connection tracking; this build has none.`,
    remedy: `Remove ${field} from the mirror's match.`,
  };
}
