// The tests' own packets are packets: the worker's parser makes of each random key's bytes that very key.
import { describe, expect, it } from "vitest";
import { KEY, TUNNEL_TYPE } from "../../../bindings/layout.js";
import { parsePacket } from "../../../bindings/parse.js";
import { packetOf } from "./lib/packets.js";
import { OUR_IPV4, OUR_IPV6, type Pool, Random, randomKey } from "./lib/random-keys.js";

const pool: Pool = {
  ports: [1, 2],
  underlayPorts: [0],
  macs: [0x020000000001, 0x020000000002, 0xffffffffffff],
  ipv4: ["10.0.0.1", "10.0.0.2", "192.0.2.1"],
  ipv6: ["2001:db8::1", "fe80::1", "ff02::1"],
  vlans: [0, 5, 100],
  keys: [7],
  outer: ["192.0.2.2", "2001:db8:ff::2"],
  journeys: [],
};

describe("random packets", () => {
  it("parse to the key they were made of", () => {
    const random = new Random(1);
    for (let i = 0; i < 10_000; i++) {
      const { key, data, innerOffset, l3Offset, l4Offset } = packetOf(randomKey(random, pool));
      const type = key[KEY.tun_type]!;
      // An IP payload comes to an endpoint of kind GRE.
      const kind = type === TUNNEL_TYPE.GRE_IP ? TUNNEL_TYPE.GRE : type;
      const endpoints = [OUR_IPV4, OUR_IPV6].map((local) => ({ type: kind, udpDst: 4789, local }));
      const parsed = parsePacket(data, key[KEY.in_port]!, data.length, type === 0 ? [] : endpoints);
      const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
      expect([hex(parsed.key), parsed.drop, parsed.innerOffset, parsed.l3Offset, parsed.l4Offset]).toEqual([
        ...[hex(key), 0, innerOffset, l3Offset, l4Offset],
      ]);
    }
  });
});
