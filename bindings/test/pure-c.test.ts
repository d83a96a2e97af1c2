// The two pure functions both languages use: the flow hash must be the same in C and TypeScript, and the parser
// reached through the library must agree with scapy on what it parses.
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress } from "../address.js";
import { hashFlow } from "../hash.js";
import { decodeKey } from "../key.js";
import { DROP, KEY, KEY_SIZE, TUNNEL_TYPE } from "../layout.js";
import { library } from "../library.js";
import { parsePacket } from "../parse.js";

const raw = fc.uint8Array({ minLength: KEY_SIZE, maxLength: KEY_SIZE });
const type = fc.constantFrom([0x08, 0x00], [0x86, 0xdd], [0x08, 0x06], [0x12, 0x34]);
const key = fc.tuple(raw, type, fc.constantFrom(0, 1, 2)).map(([bytes, etherType, fragment]) => {
  bytes.set(etherType, KEY.eth_type);
  bytes[KEY.ip_frag] = fragment;
  return bytes;
});

describe("el_hash_flow", () => {
  test("gives the same 32 bits in both languages", () => {
    const inC = library().el_hash_flow;
    fc.assert(
      fc.property(key, (bytes) => {
        expect(hashFlow(bytes)).toBe(inC(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  test("reads the connection only", () => {
    fc.assert(
      fc.property(key, raw, (bytes, noise) => {
        const other = bytes.slice();
        for (const at of [KEY.in_port, KEY.tun_key, KEY.ip_ttl, KEY.ip_tos, KEY.tcp_flags, KEY.vlan_tci]) {
          other[at] = noise[at]!;
        }
        expect(hashFlow(other)).toBe(hashFlow(bytes));
      }),
    );
  });
});

describe("parsePacket", () => {
  const build = (expression: string): Uint8Array => {
    const script = `from scapy.all import *\nimport sys\nsys.stdout.write(bytes(${expression}).hex())`;
    return Buffer.from(execFileSync("/usr/bin/python3", ["-c", script], { encoding: "utf8" }), "hex");
  };
  const ethernet = `Ether(src='02:00:00:00:00:01', dst='02:00:00:00:00:02')`;

  test("takes scapy's packet apart", () => {
    const packet = build(
      `${ethernet}/Dot1Q(vlan=5)/IP(src='10.0.0.1', dst='10.0.0.2', ttl=9)/TCP(sport=1234, dport=80)`,
    );
    const parsed = parsePacket(packet, 3);
    expect(parsed).toMatchObject({ drop: DROP.NONE, innerOffset: 0, l3Offset: 18, l4Offset: 38 });
    expect(decodeKey(parsed.key)).toMatchObject({
      ...{ in_port: 3, eth_src: "02:00:00:00:00:01", eth_dst: "02:00:00:00:00:02", vlan_tci: 0x1005 },
      ...{
        eth_type: 0x0800,
        ip_src: "10.0.0.1",
        ip_dst: "10.0.0.2",
        ip_proto: 6,
        ip_ttl: 9,
        tp_src: 1234,
        tp_dst: 80,
      },
    });
  });

  test("sees through a tunnel to an endpoint, and only to an endpoint", () => {
    const inner = `${ethernet}/IPv6(src='2001:db8::1', dst='2001:db8::2')/UDP(sport=7, dport=8)`;
    const outer = `Ether()/IP(src='192.0.2.1', dst='192.0.2.2')/UDP(sport=50000, dport=4789)/VXLAN(vni=77)`;
    const packet = build(`${outer}/${inner}`);
    const endpoint = { type: TUNNEL_TYPE.VXLAN, udpDst: 4789, local: parseAddress("192.0.2.2") };
    const through = parsePacket(packet, 0, packet.length, [endpoint]);
    expect(through).toMatchObject({ drop: DROP.NONE, innerOffset: 50, outerLength: 50 });
    expect(decodeKey(through.key)).toMatchObject({
      ...{ tun_type: TUNNEL_TYPE.VXLAN, tun_key: 77, tun_src: "192.0.2.1", tun_dst: "192.0.2.2" },
      ...{ ip_src: "2001:db8::1", ip_dst: "2001:db8::2", tp_src: 7, tp_dst: 8 },
    });
    const other = { ...endpoint, local: parseAddress("192.0.2.3") };
    expect(decodeKey(parsePacket(packet, 0, packet.length, [other]).key)).toMatchObject({
      ...{ ip_src: "192.0.2.1", ip_dst: "192.0.2.2", tp_dst: 4789 },
    });
  });

  test("cut anywhere, it is truncated, malformed or whole, and never more", () => {
    const packet = build(`${ethernet}/IP(src='10.0.0.1', dst='10.0.0.2')/UDP(sport=1, dport=2)/b'payload'`);
    for (let length = 0; length < 42; length++) {
      expect(parsePacket(packet.subarray(0, length), 0).drop, `${length} bytes`).not.toBe(DROP.NONE);
    }
  });
});
