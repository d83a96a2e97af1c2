// What a worker has to be told for a case: mask, keys, actions, tunnel. Through the contract's own classes only.
import {
  ActionWriter,
  type Commands,
  encodeKey,
  fieldMask,
  formatMac,
  KEY,
  type KeyObject,
  PORT_TUNNEL,
  parseAddress,
  parseMac,
  TUNNEL_FLAGS,
  TUNNEL_TYPE,
} from "../bindings/index.js";
import { type BenchCase, entriesOf } from "./cases.js";
import { addresses, LOCAL, LOCAL_MAC, REMOTE, REMOTE_MAC, TUNNEL_KEY } from "./frames.js";

const TUNNEL = 0;
const NEXTHOP = 0;
const MASK = 0;
const ACTION = 0;
/** Bytes of records written before room is asked for again. */
const BATCH_BYTES = 64 * 1024;
const BATCH_FLOWS = 256;
/** A key's TTL is 15 at most. */
const HIGHEST_TTL = 15;
/** Of an IPv4 address within a mask's 16 bytes. */
const IPV4_AT = 12;

const type = ({ tunnel }: BenchCase): number => (tunnel === "vxlan" ? TUNNEL_TYPE.VXLAN : TUNNEL_TYPE.GRE);
const udpPort = ({ tunnel }: BenchCase): number => (tunnel === "vxlan" ? 4789 : 0);
const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

/** The mask of a case's entries. */
function maskOf({ match, prefix }: BenchCase): Uint8Array {
  const mask = fieldMask(["in_port", ...match]);
  for (let bit = prefix ?? 32; bit < 32; bit++)
    mask[KEY.ip_dst + IPV4_AT + (bit >> 3)]! &= ~(0x80 >> (bit & 7));
  return mask;
}

/** The key of a flow: only what the case matches. */
export function flowKey(what: BenchCase, inPort: number, flow: number): Uint8Array {
  const of = addresses(what, flow);
  const all: KeyObject = {
    eth_dst: formatMac(Uint8Array.from(of.dstMac)),
    eth_src: formatMac(Uint8Array.from(of.srcMac)),
    eth_type: 0x0800,
    ip_src: dotted(of.src),
    ip_dst: dotted(of.dst),
    ip_proto: 17,
    ip_ttl: HIGHEST_TTL,
    ip_frag: 0,
    tp_src: of.srcPort,
    tp_dst: of.dstPort,
    tun_type: type(what),
    tun_key: TUNNEL_KEY,
    tun_src: REMOTE,
  };
  const key = encodeKey({
    ...Object.fromEntries(what.match.map((member) => [member, all[member]])),
    in_port: inPort,
  });
  const mask = maskOf(what);
  return key.map((byte, i) => byte & mask[i]!);
}

/** Writes into a flow's key what makes it another flow's. */
function renumber(what: BenchCase, key: Uint8Array, flow: number): void {
  const of = addresses(what, flow);
  if (what.match.includes("eth_dst")) key.set(of.dstMac, KEY.eth_dst);
  if (!what.match.includes("ip_dst") || what.entries === "one") return;
  key[KEY.ip_dst + 13] = (of.dst >>> 16) & 255;
  key[KEY.ip_dst + 14] = (of.dst >>> 8) & 255;
  key[KEY.ip_dst + 15] = of.dst & 255;
  if (!what.match.includes("tp_src")) return;
  key[KEY.tp_src] = of.srcPort >>> 8;
  key[KEY.tp_src + 1] = of.srcPort & 255;
}

function setNexthop(commands: Commands, port: number): void {
  commands.nexthopSet(NEXTHOP, {
    ...{ port, vlan: 0 },
    ethDst: parseMac(REMOTE_MAC),
    ethSrc: parseMac(LOCAL_MAC),
  });
}

/** Every flow's packets leave by `port` from now on. */
export function setWayOut(commands: Commands, what: BenchCase, port: number): void {
  if (what.does === "encap") setNexthop(commands, port);
  const actions = new ActionWriter();
  if (what.does === "encap") actions.encap(TUNNEL, TUNNEL_KEY).output(PORT_TUNNEL);
  else if (what.does === "decap") actions.decap().output(port);
  else if (what.does === "route")
    actions.set("eth_dst", REMOTE_MAC).set("eth_src", LOCAL_MAC).decTtl().output(port);
  else actions.output(port);
  commands.actionSet(ACTION, actions.take());
}

/** Tunnel, mask and one action list, then the entries for so many flows. */
export async function loadFlows(
  commands: Commands,
  what: BenchCase,
  flows: number,
  ports: { in: number; out: number },
): Promise<void> {
  const local = parseAddress(LOCAL);
  if (what.does === "encap")
    commands.tunnelSet(TUNNEL, {
      ...{ type: type(what), ttl: 64, tos: 0, flags: TUNNEL_FLAGS.DF, mtu: 0 },
      ...{ local, remote: parseAddress(REMOTE), nexthops: [NEXTHOP] },
      ...{ udpDst: udpPort(what), udpSrcMin: what.tunnel === "vxlan" ? 49152 : 0 },
      udpSrcRange: what.tunnel === "vxlan" ? 16384 : 1,
    });
  if (what.does === "decap") commands.endpointSet(0, type(what), local, udpPort(what));
  commands.maskSet(MASK, maskOf(what));
  setWayOut(commands, what, ports.out);
  await addFlows(commands, what, ports.in, 0, entriesOf(what, flows));
}

/** Flows `first` and on, so many; published as they are written. */
export async function addFlows(
  commands: Commands,
  what: BenchCase,
  inPort: number,
  first: number,
  count: number,
): Promise<void> {
  const key = flowKey(what, inPort, 0);
  for (let i = 0; i < count; i++) {
    if (i % BATCH_FLOWS === 0) await commands.room(BATCH_BYTES);
    renumber(what, key, first + i);
    commands.flowAdd(first + i, ACTION, MASK, 0, 0, key);
  }
}
