// The network that flows are set up in: a chain whose rules between them read the whole 5-tuple, so that every one is
// a flow of its own, and a station that is learned, so that it can move.
//
//   in ── chain ── bridge ── out (or other)
import { writeFileSync } from "node:fs";
import { parseTopology, type Topology } from "../../dataplane/topology/index.js";

/** Sources are all addresses of 10.0.0.0/18. */
const SOURCES = 16384;
/** Source ports from FIRST_PORT on, destination ports likewise. */
const FROM_PORTS = 4;
const TO_PORTS = 8;
export const MOST_FLOWS = SOURCES * FROM_PORTS * TO_PORTS;
const FIRST_PORT = 1000;
const SOURCE = "02:00:00:00:00:01";
/** The station every packet goes to. */
export const STATION = { bridge: "br", vlan: 0, mac: 0x020000000002 };
const STATION_BYTES = [2, 0, 0, 0, 0, 2];
const FRAME = 60;

/** `declared`: the station is told, not learned. `blocked`: all of it is dropped. `inputs`: ports behind the chain. */
export function setupTopology(
  declared: boolean,
  blocked = false,
  inputs: readonly string[] = ["in"],
): Topology {
  const addresses = Array.from({ length: SOURCES }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
  const port = (i: number) => ({ first: FIRST_PORT + i, last: FIRST_PORT + i });
  const from = Array.from({ length: FROM_PORTS }, (_, i) => ({
    id: `from-${i}`,
    match: { etherType: 0x0800, protocol: 17, destination: "10.1.0.1/32", sourcePorts: port(i) },
    ...{ action: "jump", chain: "to" },
  }));
  const to = Array.from({ length: TO_PORTS }, (_, i) => ({
    id: `to-${i}`,
    match: { etherType: 0x0800, protocol: 17, destinationPorts: port(i) },
    ...{ action: "jump", chain: "sources" },
  }));
  return parseTopology({
    version: 1,
    hosts: [{ id: "bench" }],
    bridges: [
      {
        id: "br",
        macTable: [
          { mac: SOURCE, port: "in" },
          ...(declared ? [{ mac: "02:00:00:00:00:02", port: "out" }] : []),
        ],
      },
    ],
    ports: ["in", "out", "other"].map((id) => ({
      ...{ id, device: "br", host: "bench", interface: id },
      ...(inputs.includes(id) ? { inboundChain: "five-tuple" } : {}),
    })),
    chains: [
      { id: "five-tuple", rules: [...from, { id: "rest", action: "drop" }] },
      { id: "to", rules: to },
      {
        id: "sources",
        rules: [{ id: "known", match: { srcAddressGroup: "sources" }, action: blocked ? "drop" : "accept" }],
      },
    ],
    ipAddressGroups: [{ id: "sources", addresses }],
  });
}

/** A 60-byte UDP frame of 5-tuple number `i`. */
export function writeFrame(to: Uint8Array, at: number, i: number): void {
  const from = FIRST_PORT + ((i >> 14) % FROM_PORTS);
  const dest = FIRST_PORT + Math.floor(i / (SOURCES * FROM_PORTS));
  to.set([...STATION_BYTES, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, FRAME - 14, 0, 0, 0, 0, 64, 17, 0, 0], at);
  to.set([10, 0, (i >> 8) & 63, i & 255, 10, 1, 0, 1], at + 26);
  to.set([from >> 8, from & 255, dest >> 8, dest & 255, 0, FRAME - 34], at + 34);
  let sum = 0;
  for (let word = at + 14; word < at + 34; word += 2) sum += (to[word]! << 8) | to[word + 1]!;
  sum = ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
  to[at + 24] = sum >> 8;
  to[at + 25] = sum & 255;
}

export function tuplePacket(i: number): Uint8Array {
  const frame = new Uint8Array(FRAME);
  writeFrame(frame, 0, i);
  return frame;
}

/** A capture of 5-tuples 0..count-1 in an order without a pattern, each once. */
export function writeTuples(path: string, count: number): void {
  const record = 16 + FRAME;
  const bytes = new Uint8Array(24 + count * record);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 65535, true);
  view.setUint32(20, 1, true);
  // An odd multiple visits every number below a power of two once.
  const room = 2 ** Math.ceil(Math.log2(Math.max(2, count)));
  let at = 24;
  for (let n = 0; n < room; n++) {
    const i = Math.imul(n, 0x9e3779b1) & (room - 1);
    if (i >= count) continue;
    view.setUint32(at + 8, FRAME, true);
    view.setUint32(at + 12, FRAME, true);
    writeFrame(bytes, at + 16, i);
    at += record;
  }
  writeFileSync(path, bytes);
}
