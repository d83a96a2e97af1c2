// What a topology leaves standing that its author may not have meant: ports that lead nowhere, hosts out of reach, MTUs
// that do not fit, things unused. Pure; a document that is wrong is refused elsewhere.
import type { Profile } from "../../profiles/index.js";
import { overhead } from "../../simulation/compile/overlay-mtu.js";
import { LINK, type Snapshot } from "../../simulation/snapshot.js";
import type { Topology } from "../../topology/index.js";
import { shadowedRules, unusedObjects } from "./unused.js";

export interface Warning {
  /** Stable. */
  code:
    | "PORT_LOSES_TUNNEL"
    | "PORT_UNREACHABLE"
    | "PORT_UNLINKED"
    | "HOST_UNREACHABLE"
    | "TUNNEL_MTU"
    | "UNUSED"
    | "RULE_SHADOWED";
  /** Id of what it is about. */
  id: string;
  message: string;
  remedy: string;
  /** It is not so now: the change brings it. */
  fresh: boolean;
}

type Found = Omit<Warning, "fresh">;

export function warningsOf(
  before: Topology,
  was: Snapshot,
  after: Topology,
  is: Snapshot,
  profile: Profile,
): Warning[] {
  const old = new Set(allOf(before, was, profile).map(nameOf));
  const lost = lostTunnels(was, is);
  const losing = new Set(lost.map(({ id }) => id));
  const rest = allOf(after, is, profile).filter(
    ({ code, id }) => code !== "PORT_UNREACHABLE" || !losing.has(id),
  );
  return [
    ...lost.map((one) => ({ ...one, fresh: true })),
    ...rest.map((one) => ({ ...one, fresh: !old.has(nameOf(one)) })),
  ].sort((a, b) => Number(b.fresh) - Number(a.fresh));
}

const nameOf = ({ code, id, message }: Found): string => `${code} ${id} ${message}`;

function allOf(topology: Topology, snapshot: Snapshot, profile: Profile): Found[] {
  return [
    ...unreachable(topology, snapshot),
    ...tightTunnels(topology, snapshot, profile),
    ...unusedObjects(topology),
    ...shadowedRules(topology),
  ];
}

function lostTunnels(was: Snapshot, is: Snapshot): Found[] {
  return is.ports.flatMap(({ id, link }): Found[] => {
    const old = was.ports[was.portOf.get(id) ?? -1];
    if (old?.link !== LINK.REMOTE || link !== LINK.UNREACHABLE) return [];
    return [
      {
        ...{ code: "PORT_LOSES_TUNNEL", id },
        message: `port ${id} is reached by tunnel now, and no tunnel zone would lead there`,
        remedy: "keep both hosts in one tunnel zone",
      },
    ];
  });
}

function unreachable(topology: Topology, snapshot: Snapshot): Found[] {
  const hosts = new Map(topology.ports.map(({ id, host, vtep }) => [id, host ?? vtep?.host]));
  const lost = new Set<string>();
  const found = snapshot.ports.flatMap(({ id, link }): Found[] => {
    if (link === LINK.NONE)
      return [
        {
          ...{ code: "PORT_UNLINKED", id },
          message: `port ${id} is linked to nothing`,
          remedy: `give it a host and interface, a peer or a vtep, or remove it`,
        },
      ];
    const host = hosts.get(id);
    if (link !== LINK.UNREACHABLE || host === undefined) return [];
    lost.add(host);
    return [
      {
        ...{ code: "PORT_UNREACHABLE", id },
        message: `port ${id} is at host ${host}, to which no tunnel leads from ${snapshot.host}`,
        remedy: `put ${snapshot.host} and ${host} into one tunnel zone`,
      },
    ];
  });
  const reached = new Set(
    snapshot.ports.flatMap(({ id, link }) => (link === LINK.REMOTE ? [hosts.get(id)] : [])),
  );
  const none = [...lost].filter((host) => host !== snapshot.host && !reached.has(host));
  return [
    ...none.map(
      (id): Found => ({
        ...{ code: "HOST_UNREACHABLE", id },
        message: `no port of host ${id} can be reached from ${snapshot.host}`,
        remedy: `put both into one tunnel zone`,
      }),
    ),
    ...found,
  ];
}

/** Tunnels that take less than the ports of this host may send. */
function tightTunnels(topology: Topology, { tunnels, host }: Snapshot, profile: Profile): Found[] {
  const underlay = new Set(profile.underlay.map(({ port }) => port));
  const interfaces = new Map(profile.ports.map(({ name, mtu }) => [name, mtu]));
  const own = topology.ports.flatMap((port) => {
    if (port.host !== host || port.interface === undefined || underlay.has(port.interface)) return [];
    const mtu = port.mtu ?? interfaces.get(port.interface);
    return mtu === undefined ? [] : [{ id: port.id, mtu }];
  });
  const largest = own.reduce((most, port) => (port.mtu > most.mtu ? port : most), { id: "", mtu: 0 });
  return tunnels.flatMap(({ type, local, remote }): Found[] => {
    const net = profile.underlay.find(({ addresses }) =>
      addresses.some((text) => text.split("/")[0] === local),
    );
    if (net === undefined) return [];
    const takes = net.mtu - overhead(type, remote.includes(":") ? 6 : 4);
    if (takes >= largest.mtu) return [];
    return [
      {
        ...{ code: "TUNNEL_MTU", id: `${type} to ${remote}` },
        message: `the tunnel ${type} to ${remote} takes ${takes} bytes, and port ${largest.id} may send ${largest.mtu}`,
        remedy: `set mtu ${takes} where such packets come from, or raise the underlay's to ${net.mtu + largest.mtu - takes}`,
      },
    ];
  });
}
