// The rest of a packet of which a person named a few fields: port and MACs by what the node knows, plain defaults else.
// Whatever it fills in, it says.
import { decodeField, encodeField, formatValue, type KeyMember, keyField } from "../../../bindings/key.js";
import { KEY } from "../../../bindings/layout.js";
import { LINK, ROUTER, type Snapshot, type VPort } from "../../simulation/snapshot.js";
import { addressIn } from "../../simulation/tags.js";
import type { LearnedState, Mac } from "../../simulation/verdict.js";
import { familyOf, formatIp, formatMac } from "../../topology/addresses.js";
import type { Query } from "./query.js";

const NOBODY: Mac = 0x020000000001;
const IP_TTL = 15;
const UDP = 17;

export interface Known {
  /** Worker ports by id. */
  portNames: readonly string[];
  /** Addresses that MACs were seen to have. */
  addresses(): Iterable<{ address: string; mac?: Mac }>;
  snapshot: Snapshot;
  state: LearnedState;
  /** Stations at a place, as learned. */
  stations(): readonly { bridge: string; vlan: number; mac: Mac; where: string }[];
  /** The key of a packet that came from the same source. */
  like: Uint8Array | undefined;
}

/** What tells where stations and routers are. */
export type Around = Pick<Known, "snapshot" | "state" | "stations">;

export interface Guess {
  key: Uint8Array;
  /** What was filled in: "eth_src=02:… (answers for 10.0.1.10)". */
  assumed: string[];
}

/** Undefined when nothing tells by which port such a packet comes in. */
export function guess(query: Query, known: Known): Guess | undefined {
  const key = query.key.slice();
  const bits = query.bits.slice();
  const assumed: string[] = [];
  const has = (member: KeyMember): boolean => bits[keyField(member).offset] !== 0;
  const fill = (member: KeyMember, value: number | string, why: string): void => {
    if (has(member)) return;
    key.set(encodeField(member, value), keyField(member).offset);
    if (why === "") return;
    const port = member === "in_port" ? known.portNames[Number(value)] : undefined;
    assumed.push(`${port === undefined ? `${member}=${formatValue(key, member)}` : `port=${port}`} (${why})`);
  };
  if (known.like !== undefined) {
    const why = "as packets from there were";
    fill("in_port", decodeField(known.like, "in_port"), why);
    if (has("ip_src")) fill("eth_src", decodeField(known.like, "eth_src"), why);
    for (const member of ["in_port", "eth_src"] as const) bits.fill(0xff, ...rangeOf(member));
  }
  const ip = has("ip_src") || has("ip_dst");
  if (ip) {
    fill("ip_ttl", IP_TTL, "");
    if (!has("ip_proto")) fill("ip_proto", UDP, "no protocol was named");
  } else if (!has("eth_type")) fill("eth_type", 0x88b5, "no type and no address was named");
  const source = has("ip_src") ? formatIp(key, KEY.ip_src) : undefined;
  const port = has("in_port")
    ? bound(known.snapshot, key[KEY.in_port]! | (key[KEY.in_port + 1]! << 8))
    : homeOf(known, source, key, has("eth_src"));
  if (port === undefined) return has("in_port") ? { key, assumed } : undefined;
  fill("in_port", port.target, `where ${source ?? "its source"} is`);
  const target = has("ip_dst") ? formatIp(key, KEY.ip_dst) : undefined;
  const vlan = has("vlan_tci") ? ((key[KEY.vlan_tci]! & 0xf) << 8) | key[KEY.vlan_tci + 1]! : port.vlan;
  const family = familyOf(key, target === undefined ? KEY.ip_src : KEY.ip_dst);
  const { sender, receiver } = macsOf(known, port, { source, target, family, vlan });
  fill("eth_src", formatMac(sender.mac), sender.why);
  if (ip && !has("ip_src")) {
    const own = addressOf(known, sender.mac, family);
    fill("ip_src", own ?? ANYBODY[family], own === undefined ? "any" : `of ${formatMac(sender.mac)}`);
  }
  fill("eth_dst", formatMac(receiver.mac), receiver.why);
  if (ip) fill("ip_dst", ANYBODY[family], "any");
  return { key, assumed };
}

/** Documentation's (RFC 5737, 3849): nobody's, and no address that a router refuses. */
const ANYBODY: Readonly<Record<4 | 6, string>> = { 4: "192.0.2.254", 6: "2001:db8::fe" };

function addressOf({ addresses }: Known, mac: Mac, family: 4 | 6): string | undefined {
  for (const one of addresses())
    if (one.mac === mac && one.address.includes(":") === (family === 6) && !one.address.startsWith("fe80:"))
      return one.address;
  return undefined;
}

/** A packet as people name one; `vlan` 0: of the untagged network. */
export interface Journey {
  source: string | undefined;
  target: string | undefined;
  family: 4 | 6;
  vlan: number;
}

/** Who would send such a packet by that port and whom it would be sent to, and how that is known. */
export function macsOf(
  known: Around,
  port: VPort,
  journey: Journey,
): Record<"sender" | "receiver", { mac: Mac; why: string }> {
  const [mac, why] = receiverOf(known, port, journey);
  const { source } = journey;
  return {
    sender: {
      mac: senderOf(known, port, journey),
      why: source === undefined ? "any" : `of ${source}`,
    },
    receiver: { mac, why },
  };
}

function rangeOf(member: KeyMember): [number, number] {
  const { offset, bytes } = keyField(member);
  return [offset, offset + bytes];
}

function bound(snapshot: Snapshot, worker: number): VPort | undefined {
  const index = snapshot.bound[worker] ?? -1;
  return index < 0 ? undefined : snapshot.ports[index];
}

/** The local port behind which that address, or MAC, is known. */
function homeOf(
  known: Known,
  source: string | undefined,
  key: Uint8Array,
  hasMac: boolean,
): VPort | undefined {
  const { snapshot, state } = known;
  const own = [...key.subarray(KEY.eth_src, KEY.eth_src + 6)].reduce((sum, byte) => sum * 256 + byte, 0);
  for (const { id, kind, bridge, ports } of snapshot.devices) {
    if (kind === ROUTER) continue;
    const vlans = [0, ...new Set(ports.map((index) => snapshot.ports[index]!.vlan))];
    const inAny = (address: string): Mac | undefined =>
      vlans
        .map(
          (vlan) =>
            state.bridgeNeighbour(id, address, vlan) ?? bridge?.addresses.get(addressIn(vlan, address)),
        )
        .find((mac) => mac !== undefined);
    const mac = hasMac ? own : source === undefined ? undefined : inAny(source);
    if (mac === undefined) continue;
    const where = known.stations().find((one) => one.bridge === id && one.mac === mac)?.where;
    const port = snapshot.ports[snapshot.portOf.get(where ?? "") ?? -1];
    if (port?.link === LINK.LOCAL) return port;
  }
  return undefined;
}

function senderOf(known: Around, port: VPort, { source, vlan }: Journey): Mac {
  const device = known.snapshot.devices[port.device]!;
  const answers = source === undefined ? undefined : ofBridge(known, device.id, vlan, source);
  if (answers !== undefined) return answers;
  // The latest: an interface may have had another MAC before.
  return known.stations().findLast(({ where }) => where === port.id)?.mac ?? NOBODY;
}

/** The station that has the address, else a router on the bridge. */
function receiverOf(known: Around, port: VPort, { target, family, vlan }: Journey): [Mac, string] {
  const { snapshot } = known;
  const device = snapshot.devices[port.device]!;
  if (device.kind === ROUTER) return [port.mac, "of its router"];
  const answers = target === undefined ? undefined : ofBridge(known, device.id, vlan, target);
  if (answers !== undefined) return [answers, `of ${target}`];
  for (const index of device.ports) {
    const side = snapshot.ports[index]!;
    const peer = side.link === LINK.PEER ? snapshot.ports[side.target] : undefined;
    if (peer === undefined || !side.towardsRouter || side.vlan !== vlan) continue;
    if (peer.addresses.some((own) => own.family === family)) return [peer.mac, `of router port ${peer.id}`];
  }
  return [0x020000000002, "any"];
}

/** Who has the address on the bridge, in the VLAN: as declared, as learned there, or by a router on it. */
function ofBridge(
  { snapshot, state }: Around,
  bridge: string,
  vlan: number,
  address: string,
): Mac | undefined {
  const device = snapshot.devices.find(({ id }) => id === bridge);
  const known =
    device?.bridge?.addresses.get(addressIn(vlan, address)) ?? state.bridgeNeighbour(bridge, address, vlan);
  if (known !== undefined || device === undefined) return known;
  for (const index of device.ports) {
    const side = snapshot.ports[index]!;
    const peer = side.link === LINK.PEER && side.vlan === vlan ? snapshot.ports[side.target] : undefined;
    const own = peer?.addresses.some(({ text }) => text === address);
    if (peer !== undefined && own) return peer.mac;
    const mac = peer === undefined ? undefined : state.neighbour(peer.id, address);
    if (typeof mac === "number") return mac;
  }
  return undefined;
}
