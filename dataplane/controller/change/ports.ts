// What of a compiled port differs between two revisions, field by field, and which flows read that field. A field that
// nobody reads by this table does not compile.
import { STEP } from "../../simulation/path.js";
import type { Region } from "../../simulation/region.js";
import {
  LINK,
  ROUTER,
  type VAddress,
  type VMirrorPoint,
  type VPort,
  type VPortMirrors,
} from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { WayStep } from "../flows/fired.js";
import { chainRead, type Passing } from "./chains.js";
import { edgeRead, edgeSame } from "./edge.js";
import type { Firing, Side } from "./firing.js";
import { floods } from "./floods.js";
import { mirrorsAt, mirrorsRead } from "./mirrors.js";
import { leasesMoved, leasesRead, neighboursOf, neighboursRead } from "./neighbours.js";
import { discovery, IP4, IP6, question, SYNS, TCP } from "./packets.js";
import { gatewayRead, gatewaySame } from "./remotes.js";

interface Field {
  same(a: VPort, b: VPort, was: Side, is: Side): boolean;
  /** `a` as it was, `b` as it is. */
  read(fire: Firing, a: VPort, b: VPort): void;
}

const entering = ({ id }: VPort): WayStep => ({ step: STEP.PORT_IN, id });
const leaving = ({ id }: VPort): WayStep => ({ step: STEP.PORT_OUT, id });
const atStation = ({ id }: VPort): WayStep => ({ step: STEP.STATION, id });

const whole = (fire: Firing, { tag }: VPort): void => fire.all(tag);
const passing =
  (...steps: readonly ((port: VPort) => WayStep)[]) =>
  (fire: Firing, port: VPort, _: VPort, regions?: readonly Region[]): void =>
    fire.some({ tags: [port.tag], way: [steps.map((step) => step(port))], ...(regions && { regions }) });
const isIn = passing(entering);
const isOut = passing(leaving);
const isEither = passing(entering, leaving);

/** Out by the port. The tag of a port's own VLAN comes off before that, and what it hid is asked for there only: what
 * came with a tag is looked at again. */
const isPassedOut = (fire: Firing, port: VPort): Passing => {
  const passing = { tags: [port.tag], way: [[leaving(port)]] };
  if (port.vlan !== 0)
    fire.some({ ...passing, regions: [fire.is.region({ noVlan: false })], asTheyCame: true });
  return passing;
};

const plain = (field: "adminUp" | "mtu" | "most" | "mss4" | "mss6" | "hairpin" | "dscp"): Field["same"] => {
  return (a, b) => a[field] === b[field];
};

/** What limits segments: SYNs that pass the port. */
const segments = (fire: Firing, a: VPort, b: VPort): void =>
  isEither(fire, a, b, [[...fire.is.region({ protocol: TCP }), ...SYNS]]);

const POINTS = ["preIn", "postIn", "preOut", "postOut"] as const;

/** Only what crossed a router is asked for its size. */
const ROUTED: WayStep = { step: STEP.ROUTE };

/** `null`: only names the port, or is told by another field. */
const FIELDS: { readonly [F in keyof VPort]: Field | null } = {
  index: null,
  id: null,
  tag: null,
  neighbourTag: null,
  device: {
    same: (a, b, was, is) => was.device(a.device) === is.device(b.device),
    read: (fire, a, b) => {
      whole(fire, a);
      floods(fire, fire.is, b);
    },
  },
  adminUp: { same: plain("adminUp"), read: whole },
  inbound: {
    same: (a, b, was, is) => was.chain(a.inbound) === is.chain(b.inbound),
    read: (fire, a, b) => chainRead(fire, { tags: [a.tag], way: [[entering(a)]] }, a.inbound, b.inbound),
  },
  outbound: {
    same: (a, b, was, is) => was.chain(a.outbound) === is.chain(b.outbound),
    read: (fire, a, b) => chainRead(fire, isPassedOut(fire, a), a.outbound, b.outbound),
  },
  link: { same: (a, b) => a.link === b.link, read: linked },
  target: { same: (a, b, was, is) => beyond(was, a) === beyond(is, b), read: linked },
  key: {
    // Of a local port it is what a tunnel names it by (Snapshot.keys), of a gateway that of its remotes.
    same: (a, b) => a.link !== LINK.REMOTE || b.link !== LINK.REMOTE || a.key === b.key,
    read: isOut,
  },
  vtep: { same: gatewaySame, read: gatewayRead },
  mac: {
    same: (a, b, was) => a.mac === b.mac || was.snapshot.devices[a.device]!.kind !== ROUTER,
    read: isEither,
  },
  macHead: null,
  macTail: null,
  srcHead: null,
  srcTail: null,
  extras: null,
  mtu: {
    same: plain("mtu"),
    read: (fire, a) => fire.some({ tags: [a.tag], way: [[leaving(a)], [ROUTED]] }),
  },
  most: {
    same: plain("most"),
    read: (fire, a) => fire.some({ tags: [a.tag], way: [[entering(a)], [ROUTED]] }),
  },
  mss4: { same: plain("mss4"), read: segments },
  mss6: { same: plain("mss6"), read: segments },
  towardsRouter: { same: (a, b) => a.towardsRouter === b.towardsRouter, read: linked },
  vlan: { same: (a, b) => a.vlan === b.vlan, read: vlans },
  trunk: {
    same: (a, b) => a.trunk === b.trunk || (a.trunk !== null && b.trunk !== null && odd(a, b).length === 0),
    read: vlans,
  },
  hairpin: {
    same: plain("hairpin"),
    read: (fire, a) => {
      const { was } = fire;
      // Stations at either port of a gateway are sent to by the active one.
      const members = was.snapshot.gateways[a.gateway]?.ports ?? [a.index];
      const stations = members.map((index) => atStation(was.snapshot.ports[index]!));
      const back = [leaving(a), ...stations, { step: STEP.FLOOD, id: was.device(a.device) }];
      fire.some({ tags: [a.tag], way: [[entering(a)], back] });
    },
  },
  gateway: {
    same: (a, b, was, is) => gatewayOf(was, a) === gatewayOf(is, b),
    read: (fire, a) => {
      whole(fire, a);
      const before = gatewayOf(fire.was, a);
      if (before !== "") fire.all(tag.gateway(before));
    },
  },
  addresses: {
    same: (a, b) => a.addresses.length + b.addresses.length === 0 || ownAddresses(a) === ownAddresses(b),
    read: (fire, a, b) => {
      const [before, after] = [ownAddresses(a).split(" "), ownAddresses(b).split(" ")];
      const differing = before
        .filter((one) => !after.includes(one))
        .concat(after.filter((one) => !before.includes(one)))
        .filter((one) => one !== "");
      // Routes tell by themselves: left are questions for who has the address.
      isIn(
        fire,
        a,
        b,
        differing.map((address) => fire.is.region(question(address))),
      );
    },
  },
  neighbours: {
    same: (a, b) => neighboursOf(a.neighbours, b.neighbours).length === 0,
    read: neighboursRead,
  },
  leases: { same: (a, b) => leasesMoved(a, b).length === 0, read: leasesRead },
  answers: {
    same: (a, b) => answered(a) === answered(b),
    read: (fire, a, b) =>
      isIn(
        fire,
        a,
        b,
        [...a.answers, ...b.answers].map((one) => asking(fire, one)),
      ),
  },
  linkLocal: null,
  ra: {
    // What it says decides on no flow.
    same: (a, b) => (a.ra === null) === (b.ra === null),
    read: (fire, a, b) => isIn(fire, a, b, [fire.is.region(discovery(133))]),
  },
  edge: { same: edgeSame, read: edgeRead },
  dscp: {
    same: plain("dscp"),
    read: (fire, a, b) =>
      isIn(fire, a, b, [fire.is.region({ etherType: IP4 }), fire.is.region({ etherType: IP6 })]),
  },
  metersIn: {
    same: (a, b, was, is) => was.meters(a.metersIn) === is.meters(b.metersIn),
    read: isIn,
  },
  metersOut: {
    same: (a, b, was, is) => was.meters(a.metersOut) === is.meters(b.metersOut),
    read: passing(leaving, ({ id }) => ({ step: STEP.TUNNEL_IN, id })),
  },
  mirrors: {
    same: (a, b) =>
      a.mirrors === b.mirrors || POINTS.every((point) => mirrorsAt(at(a, point)) === mirrorsAt(at(b, point))),
    read: (fire, a, b) => {
      for (const point of POINTS) {
        const [before, after] = [at(a, point), at(b, point)];
        if (mirrorsAt(before) === mirrorsAt(after)) continue;
        const passing = point.endsWith("In") ? { tags: [a.tag], way: [[entering(a)]] } : isPassedOut(fire, a);
        mirrorsRead(fire, passing, before, after);
      }
    },
  },
  // links.ts has both ends of an insertion at once.
  insertions: null,
  serves: null,
};

const ALL = Object.values(FIELDS).filter((field) => field !== null);

/** Ports of both revisions, and of one only. Those that differ. */
export function portsDiffer(fire: Firing): Set<string> {
  const { was, is } = fire;
  const differing = new Set<string>();
  for (const a of was.snapshot.ports) {
    const b = is.snapshot.ports[is.snapshot.portOf.get(a.id) ?? -1];
    if (b === undefined) {
      blamePort(fire, was, a);
      whole(fire, a);
      differing.add(a.id);
    } else if (portDiffers(fire, a, b)) differing.add(a.id);
  }
  for (const b of is.snapshot.ports) {
    if (was.snapshot.portOf.has(b.id)) continue;
    blamePort(fire, is, b);
    floods(fire, is, b);
    differing.add(b.id);
  }
  return differing;
}

function portDiffers(fire: Firing, a: VPort, b: VPort): boolean {
  const { was, is } = fire;
  let differs = false;
  for (const field of ALL) {
    if (field.same(a, b, was, is)) continue;
    if (!differs) blamePort(fire, was, a);
    differs = true;
    field.read(fire, a, b);
  }
  return differs;
}

function blamePort(fire: Firing, side: Side, { id, device, target, link }: VPort): void {
  const at = side.device(device);
  const peer = link === LINK.PEER ? [`port ${side.port(target)}`] : [];
  fire.because(
    [`port ${id}`, ...peer, `bridge ${at}`, `router ${at}`],
    ...([
      "tunnel-zone",
      "qos-policy",
      "l2-gateway",
      "dhcp",
      "dhcp6",
      "metadata",
      "router",
      "bridge",
    ] as const),
  );
}

/** To another place, or to none: who floods it and who is beyond it are others. */
function linked(fire: Firing, a: VPort, b: VPort): void {
  whole(fire, a);
  const floodable = ({ link, towardsRouter }: VPort): string =>
    link === LINK.NONE ? "" : towardsRouter ? "groups" : "all";
  if (floodable(a) !== floodable(b)) floods(fire, fire.is, b);
}

/** What it leads to, by name. */
function beyond(side: Side, { link, target }: VPort): string {
  if (link === LINK.PEER) return side.port(target);
  return link === LINK.REMOTE ? side.tunnel(target) : String(target);
}

const answered = ({ answers }: VPort): string => answers.map(({ text, bits }) => `${text}/${bits}`).join(" ");

/** Who asks for one of the addresses: a prefix of IPv6 by any question at all. */
const asking = (fire: Firing, { family, text }: VAddress): Region =>
  fire.is.region(family === 4 ? question(text) : discovery(135));

const gatewayOf = ({ snapshot }: Side, { gateway }: VPort): string => snapshot.gateways[gateway]?.id ?? "";

const ownAddresses = ({ addresses, linkLocal }: VPort): string =>
  [...addresses, ...(linkLocal === null ? [] : [linkLocal])].map(({ text }) => text).join(" ");

const at = ({ mirrors }: VPort, point: keyof VPortMirrors): VMirrorPoint | null => mirrors?.[point] ?? null;

/** VLANs that one of them takes with a tag, and the other does not. */
function odd({ trunk: a }: VPort, { trunk: b }: VPort): number[] {
  return [...(a ?? [])]
    .filter((vlan) => !b!.has(vlan))
    .concat([...(b ?? [])].filter((vlan) => !a!.has(vlan)));
}

function vlans(fire: Firing, a: VPort, b: VPort): void {
  const bridge = fire.was.snapshot.devices[a.device]!;
  const way = [[entering(a), leaving(a), atStation(a)]];
  if (a.vlan !== b.vlan || a.trunk === null || b.trunk === null) {
    fire.some({ tags: [bridge.tag], way });
    floods(fire, fire.was, a);
    floods(fire, fire.is, b);
    return;
  }
  const differing = odd(a, b);
  const regions = differing.flatMap((vlan) =>
    vlan === 0 ? [fire.is.region({ noVlan: true }), fire.is.region({ vlan })] : [fire.is.region({ vlan })],
  );
  const from: WayStep = { step: STEP.PORT_IN, device: bridge.id, vlans: differing };
  fire.some({ tags: [bridge.tag], way: [...way, [from]], regions });
  floods(fire, fire.is, b, differing);
}
