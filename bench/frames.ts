// The frames a case is fed, one for each flow with the flow's number in its payload, and what must leave for them.
// Must stay independent of the worker's and the simulation's own builders: it judges what they do.
import type { BenchCase, FrameKind } from "./cases.js";

/** VNI or GRE key. */
export const TUNNEL_KEY = 5001;
export const LOCAL = "192.0.2.1";
export const REMOTE = "192.0.2.2";
export const LOCAL_MAC = "02:00:00:00:01:01";
export const REMOTE_MAC = "02:00:00:00:01:02";
/** Bytes of an inner frame; with its FCS 64 on the wire. */
export const INNER = 60;
/** Bytes of the inner frame of a flow. */
export type SizeOf = (flow: number) => number;
const SMALL: SizeOf = () => INNER;
const LARGE = 1500;
const IMIX = [...Array<number>(7).fill(INNER), ...Array<number>(4).fill(566), LARGE];
export const SIZES: Record<FrameKind, SizeOf> = {
  ...{ 64: SMALL, 1500: () => LARGE },
  imix: (flow) => IMIX[flow % IMIX.length]!,
};

const ETHERNET = 14;
const IP = 20;
const UDP = 8;
const NUMBER_AT = ETHERNET + IP + UDP;
const GRE_BYTES = 8;
const VXLAN_BYTES = UDP + 8;
const TTL = 64;
/** Where a VXLAN source port may begin (RFC 7348 4.1: dynamic ports; others begin elsewhere). */
const SOURCE_PORTS = 49152;

/** Addresses of flow `n`: those matched by MAC differ in the destination MAC, all in address or port. */
export interface FlowAddresses {
  dstMac: number[];
  srcMac: number[];
  /** IPv4 as a number. */
  src: number;
  dst: number;
  srcPort: number;
  dstPort: number;
}

export function addresses(what: BenchCase, flow: number): FlowAddresses {
  const byMac = what.match.includes("eth_dst") && what.does !== "route" && what.entries !== "one";
  const low = byMac ? flow : 0;
  return {
    dstMac: [2, 1, (low >>> 24) & 255, (low >>> 16) & 255, (low >>> 8) & 255, low & 255],
    srcMac: [2, 2, 0, 0, 0, 1],
    src: 0x0a000001,
    // Routes want a destination each; elsewhere the source port has the high bits.
    dst: 0x0a800000 | (flow & (what.does === "route" ? 0x7fffff : 0xffff)),
    srcPort: 1024 + (flow >>> 16),
    dstPort: 4000,
  };
}

const mac = (text: string): number[] => text.split(":").map((byte) => Number.parseInt(byte, 16));
const ip = (text: string): number => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

/** Bytes the tunnel of a case puts in front. */
export function outerBytes({ tunnel }: BenchCase): number {
  return tunnel === "none" ? 0 : ETHERNET + IP + (tunnel === "vxlan" ? VXLAN_BYTES : GRE_BYTES);
}

/** RFC 1071 sum of an IPv4 header; 0 when its checksum is in it and right. */
function headerSum(frame: Buffer, at: number): number {
  let sum = 0;
  for (let i = 0; i < IP; i += 2) sum += frame.readUInt16BE(at + i);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

function putIp(frame: Buffer, at: number, total: number, protocol: number, src: number, dst: number): void {
  frame.writeUInt16BE(0x4500, at);
  frame.writeUInt16BE(total, at + 2);
  frame[at + 8] = TTL;
  frame[at + 9] = protocol;
  frame.writeUInt32BE(src, at + 12);
  frame.writeUInt32BE(dst, at + 16);
  frame.writeUInt16BE(headerSum(frame, at), at + 10);
}

function putInner(what: BenchCase, flow: number, frame: Buffer, at: number): void {
  const bytes = frame.length - at;
  const of = addresses(what, flow);
  frame.set(of.dstMac, at);
  frame.set(of.srcMac, at + 6);
  frame.writeUInt16BE(0x0800, at + 12);
  putIp(frame, at + ETHERNET, bytes - ETHERNET, 17, of.src, of.dst);
  frame.writeUInt16BE(of.srcPort, at + ETHERNET + IP);
  frame.writeUInt16BE(of.dstPort, at + ETHERNET + IP + 2);
  frame.writeUInt16BE(bytes - ETHERNET - IP, at + ETHERNET + IP + 4);
  frame.writeUInt32BE(flow, at + NUMBER_AT);
}

/** What a router makes of it: the next hop's MACs, the TTL less one. */
function route(frame: Buffer): void {
  frame.set(mac(REMOTE_MAC), 0);
  frame.set(mac(LOCAL_MAC), 6);
  frame[ETHERNET + 8] = TTL - 1;
  frame.writeUInt16BE(0, ETHERNET + 10);
  frame.writeUInt16BE(headerSum(frame, ETHERNET), ETHERNET + 10);
}

/** The frame of a flow, as it enters. */
export function frameOf(what: BenchCase, flow: number, sizeOf = SMALL): Buffer {
  const outer = what.does === "decap" ? outerBytes(what) : 0;
  const frame = Buffer.alloc(outer + sizeOf(flow));
  putInner(what, flow, frame, outer);
  if (outer === 0) return frame;
  frame.set(mac(LOCAL_MAC), 0);
  frame.set(mac(REMOTE_MAC), 6);
  frame.writeUInt16BE(0x0800, 12);
  const next = ETHERNET + IP;
  putIp(frame, ETHERNET, frame.length - ETHERNET, what.tunnel === "vxlan" ? 17 : 47, ip(REMOTE), ip(LOCAL));
  if (what.tunnel === "vxlan") {
    frame.writeUInt16BE(SOURCE_PORTS + (flow & 0x3fff), next);
    frame.writeUInt16BE(4789, next + 2);
    frame.writeUInt16BE(frame.length - next, next + 4);
    frame[next + UDP] = 0x08;
    frame.writeUInt32BE(TUNNEL_KEY << 8, next + UDP + 4);
  } else {
    frame.writeUInt32BE(0x20006558, next);
    frame.writeUInt32BE(TUNNEL_KEY, next + 4);
  }
  return frame;
}

export interface Expected {
  flows: number;
  sizeOf?: SizeOf;
  /** Lowest UDP source port of a VXLAN header. */
  sourcePorts?: number;
}

/** What is wrong with a frame that left, or undefined: it is what its flow (the number in it) must become. */
export function judge(what: BenchCase, expected: Expected, frame: Buffer): string | undefined {
  const { flows, sizeOf = SMALL, sourcePorts = SOURCE_PORTS } = expected;
  const outer = what.does === "encap" ? outerBytes(what) : 0;
  if (frame.length < outer + INNER) return `is ${frame.length} bytes long, not ${outer + INNER}`;
  const flow = frame.readUInt32BE(outer + NUMBER_AT);
  if (flow >= flows) return `is of flow ${flow}, which there is not`;
  const bytes = sizeOf(flow);
  if (frame.length !== outer + bytes) return `is ${frame.length} bytes long, not ${outer + bytes}`;
  const inner = Buffer.alloc(bytes);
  putInner(what, flow, inner, 0);
  if (what.does === "route") route(inner);
  if (inner.compare(frame, outer) !== 0) return "has a changed inner frame";
  return outer === 0 ? undefined : judgeOuter(what, frame, sourcePorts);
}

function judgeOuter(what: BenchCase, frame: Buffer, sourcePorts: number): string | undefined {
  const next = ETHERNET + IP;
  const ethernet = Buffer.from([...mac(REMOTE_MAC), ...mac(LOCAL_MAC), 8, 0]);
  if (ethernet.compare(frame, 0, ETHERNET) !== 0) return "has a wrong outer Ethernet header";
  if (
    frame[ETHERNET] !== 0x45 ||
    frame[ETHERNET + 8] !== TTL ||
    headerSum(frame, ETHERNET) !== 0 ||
    frame.readUInt16BE(ETHERNET + 2) !== frame.length - ETHERNET ||
    frame.readUInt32BE(ETHERNET + 12) !== ip(LOCAL) ||
    frame.readUInt32BE(ETHERNET + 16) !== ip(REMOTE)
  )
    return "has a wrong outer IPv4 header";
  const right =
    what.tunnel === "vxlan"
      ? frame[ETHERNET + 9] === 17 &&
        frame.readUInt16BE(next) >= sourcePorts &&
        frame.readUInt16BE(next + 2) === 4789 &&
        frame.readUInt16BE(next + 4) === frame.length - next &&
        frame.readUInt16BE(next + 6) === 0 &&
        frame.readUInt32BE(next + UDP) === 0x08000000 &&
        frame.readUInt32BE(next + UDP + 4) === TUNNEL_KEY << 8
      : frame[ETHERNET + 9] === 47 &&
        frame.readUInt32BE(next) === 0x20006558 &&
        frame.readUInt32BE(next + 4) === TUNNEL_KEY;
  return right ? undefined : `has a wrong ${what.tunnel.toUpperCase()} header`;
}
