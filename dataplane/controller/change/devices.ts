// What of a compiled bridge or router differs between two revisions, field by field, and which flows read that field. A
// field that nobody reads by these tables does not compile.
import { STEP } from "../../simulation/path.js";
import { BRIDGE, type VBridge, type VDevice } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { WayStep } from "../flows/fired.js";
import { chainRead, type Passing } from "./chains.js";
import type { Firing, Side } from "./firing.js";
import { mirrorsAt, mirrorsRead } from "./mirrors.js";
import { ARP, discovery, question } from "./packets.js";
import { routerRead } from "./routers.js";
import { stationsRead } from "./stations.js";

interface Field<T> {
  same(a: T, b: T, was: Side, is: Side): boolean;
  read(fire: Firing, a: T, b: T, device: VDevice): void;
}
type Fields<T> = { readonly [F in keyof T]: Field<T> | null };

/** The bit of a MAC that says it is a group's, and none. */
const GROUP = "01:00:00:00:00:00";
const NOBODY = "00:00:00:00:00:00";

/** `null`: only names the device, or is told by another table. */
const DEVICE: Fields<VDevice> = {
  index: null,
  id: null,
  tag: null,
  ports: null,
  kind: { same: (a, b) => a.kind === b.kind, read: whole },
  adminUp: {
    same: (a, b) => a.adminUp === b.adminUp,
    read: (fire, a) => {
      if (a.kind === BRIDGE) whole(fire, a);
      // A router's ports speak for themselves: it is what is sent to it that asks.
      else fire.some({ tags: [a.tag], regions: [fire.is.region({ dstMac: NOBODY, dstMacMask: GROUP })] });
    },
  },
  inbound: {
    same: (a, b, was, is) => was.chain(a.inbound) === is.chain(b.inbound),
    read: (fire, a, b) => chainRead(fire, { tags: [a.tag] }, a.inbound, b.inbound),
  },
  outbound: {
    same: (a, b, was, is) => was.chain(a.outbound) === is.chain(b.outbound),
    read: (fire, a, b) => chainRead(fire, leaving(a), a.outbound, b.outbound),
  },
  inboundMirrors: {
    same: (a, b) => mirrorsAt(a.inboundMirrors) === mirrorsAt(b.inboundMirrors),
    read: (fire, a, b) => mirrorsRead(fire, entering(a), a.inboundMirrors, b.inboundMirrors),
  },
  outboundMirrors: {
    same: (a, b) => mirrorsAt(a.outboundMirrors) === mirrorsAt(b.outboundMirrors),
    read: (fire, a, b) => mirrorsRead(fire, leaving(a), a.outboundMirrors, b.outboundMirrors),
  },
  bridge: null,
  router: null,
};

const OF_BRIDGE: Fields<VBridge> = {
  suppress: {
    same: (a, b) => a.suppress === b.suppress,
    read: (fire, _a, _b, { tag: device }) => {
      const regions = [{ etherType: ARP }, discovery(135, 136)].map((match) =>
        fire.is.region({ ...match, dstMac: GROUP, dstMacMask: GROUP }),
      );
      fire.some({ tags: [device], regions });
    },
  },
  stations: { same: () => false, read: stationsRead },
  addresses: {
    same: () => false,
    read: (fire, a, b, { id }) => {
      for (const address of differing(a.addresses, b.addresses)) fire.all(tag.bridgeNeighbour(id, address));
    },
  },
  routers: {
    same: () => false,
    read: (fire, a, b, device) => {
      const named = (side: Side, { routers }: VBridge): Map<string, string> =>
        new Map([...routers].map(([address, port]) => [address, side.port(port)]));
      const before = named(fire.was, a);
      for (const address of differing(before, named(fire.is, b))) {
        fire.all(tag.bridgeNeighbour(device.id, address));
        // Who asks for a router's address reads it as the router's port.
        const asked = question(address.split("%")[0]!);
        if (before.has(address)) fire.some({ tags: [device.tag], regions: [fire.is.region(asked)] });
      }
    },
  },
  stationTag: null,
  neighbourTag: null,
  floodTag: null,
};

const fieldsOf = <T>(fields: Fields<T>): Field<T>[] =>
  (Object.values(fields) as (Field<T> | null)[]).filter((field) => field !== null);
const OF_ALL = fieldsOf(DEVICE);
const OF_BRIDGES = fieldsOf(OF_BRIDGE);

/** `ports`: those that differ. */
export function devicesDiffer(fire: Firing, ports: ReadonlySet<string>): void {
  const { was, is } = fire;
  const after = new Map(is.snapshot.devices.map((device) => [device.id, device]));
  for (const a of was.snapshot.devices) {
    const b = after.get(a.id);
    fire.because([`bridge ${a.id}`, `router ${a.id}`], "port", "bridge");
    if (b === undefined) fire.all(a.tag);
    else {
      for (const field of OF_ALL) if (!field.same(a, b, was, is)) field.read(fire, a, b, a);
      if (a.bridge !== null && b.bridge !== null)
        for (const field of OF_BRIDGES)
          if (!field.same(a.bridge, b.bridge, was, is)) field.read(fire, a.bridge, b.bridge, a);
      if (a.router !== null && b.router !== null) routerRead(fire, a, b, ports);
    }
  }
}

function whole(fire: Firing, { tag }: VDevice): void {
  fire.all(tag);
}

const entering = ({ id, tag }: VDevice): Passing => ({
  tags: [tag],
  way: [[{ step: STEP.PORT_IN, device: id }]],
});

/** By one of its ports, or was to. */
function leaving({ id, kind, tag }: VDevice): Passing {
  const bridged: WayStep[] = [
    { step: STEP.PORT_OUT, device: id },
    { step: STEP.STATION, device: id },
    { step: STEP.FLOOD, id },
  ];
  return { tags: [tag], way: [kind === BRIDGE ? bridged : [{ step: STEP.ROUTE, device: id }]] };
}

function differing<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): string[] {
  const all = new Set([...a.keys(), ...b.keys()]);
  return [...all].filter((key) => a.get(key) !== b.get(key));
}
