// Addresses and keys: what is written comes back, judged by Python's ipaddress where text is concerned.
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, formatMac, parseAddress, parseMac } from "../address.js";
import { decodeKey, encodeKey, fieldMask, formatKey, type KeyMember, type KeyObject } from "../key.js";
import { FIELDS, KEY, KEY_SIZE } from "../layout.js";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Sixteen bytes with runs of zeros, mapped IPv4 among them. */
const address = fc.oneof(
  bytes(16),
  bytes(4).map((v4) => Uint8Array.from([...Array(10).fill(0), 0xff, 0xff, ...v4])),
  fc
    .array(fc.constantFrom(0, 0, 0, 1, 0xff), { minLength: 16, maxLength: 16 })
    .map((all) => Uint8Array.from(all)),
);

describe("addresses", () => {
  test("text and bytes are one to one", () => {
    const check =
      (read: (text: string) => Uint8Array, print: (raw: Uint8Array) => string) => (raw: Uint8Array) => {
        expect(read(print(raw))).toEqual(raw);
      };
    fc.assert(fc.property(address, check(parseAddress, formatAddress)));
    fc.assert(fc.property(bytes(6), check(parseMac, formatMac)));
  });

  test("Python's ipaddress reads and writes the same", () => {
    const samples = fc.sample(address, 300);
    const script = `
import ipaddress, sys
for line in sys.stdin:
    raw = bytes.fromhex(line.strip())
    a = ipaddress.ip_address(raw)
    print(a.ipv4_mapped or a)`;
    const input = samples.map((raw) => Buffer.from(raw).toString("hex")).join("\n");
    const judged = execFileSync("/usr/bin/python3", ["-c", script], { input, encoding: "utf8" })
      .trim()
      .split("\n");
    expect(samples.map(formatAddress)).toEqual(judged);
  });

  test("IPv6 text in its many spellings", () => {
    expect(formatAddress(parseAddress("2001:DB8:0:0:1:0:0:1"))).toBe("2001:db8::1:0:0:1");
    expect(formatAddress(parseAddress("::"))).toBe("::");
    expect(formatAddress(parseAddress("fe80::"))).toBe("fe80::");
    expect(formatAddress(parseAddress("::ffff:192.0.2.1"))).toBe("192.0.2.1");
    expect(formatAddress(parseAddress("64:ff9b::192.0.2.33"))).toBe("64:ff9b::c000:221");
  });

  test.each(["", "10.0.0", "10.0.0.256", "1::2::3", "fe80::1%eth0", "10.0.0.1/24", "x"])(
    "%j is refused",
    (text) => {
      expect(() => parseAddress(text)).toThrow(
        expect.objectContaining({ code: "ADDRESS_INVALID", place: text }),
      );
    },
  );

  test.each(["", "02:00:00:00:00", "02:00:00:00:00:0g", "02-00-00-00-00-01"])("%j is no MAC", (text) => {
    expect(() => parseMac(text)).toThrow(expect.objectContaining({ code: "ADDRESS_INVALID" }));
  });
});

const value = (length: number): fc.Arbitrary<number | string> =>
  length === 6
    ? bytes(6).map(formatMac)
    : length === 16
      ? address.map(formatAddress)
      : fc.integer({ min: 1, max: 2 ** (8 * length) - 1 });
const keyObject: fc.Arbitrary<KeyObject> = fc.record(
  Object.fromEntries(FIELDS.map(({ member, bytes: length }) => [member, value(length)])),
  { requiredKeys: [] },
);

describe("keys", () => {
  test("named fields come back", () => {
    fc.assert(
      fc.property(keyObject, (object) => {
        const zero = new Set(["::", "00:00:00:00:00:00"]);
        const kept = Object.entries(object).filter(([, held]) => !zero.has(String(held)));
        expect(decodeKey(encodeKey(object))).toEqual(Object.fromEntries(kept));
      }),
    );
  });

  test("byte order is the wire's, but for the host's own fields", () => {
    const key = encodeKey({ in_port: 0x0102, tun_key: 0x01020304, eth_type: 0x0800, tp_dst: 4789, stage: 2 });
    expect([...key.subarray(KEY.in_port, KEY.in_port + 2)]).toEqual([2, 1]);
    expect([...key.subarray(KEY.tun_key, KEY.tun_key + 4)]).toEqual([4, 3, 2, 1]);
    expect([...key.subarray(KEY.eth_type, KEY.eth_type + 2)]).toEqual([8, 0]);
    expect([...key.subarray(KEY.tp_dst, KEY.tp_dst + 2)]).toEqual([0x12, 0xb5]);
    expect([...key.subarray(KEY.stage, KEY.stage + 2)]).toEqual([2, 0]);
  });

  test("masks and print", () => {
    const key = encodeKey({
      in_port: 1,
      eth_type: 0x0800,
      ip_dst: "10.1.2.0",
      tp_dst: 80,
      ip_frag: 2,
      tun_type: 1,
    });
    expect(formatKey(key)).toBe(
      "in_port=1,tun_type=vxlan,eth_type=0x0800,ip_dst=10.1.2.0,ip_frag=later,tp_dst=80",
    );
    const mask = fieldMask(["in_port", "eth_type", "tp_dst"]);
    mask.fill(0xff, KEY.ip_dst, KEY.ip_dst + 15);
    mask[KEY.tp_dst] = 0;
    expect(formatKey(key, mask)).toBe("in_port=1,eth_type=0x0800,ip_dst=10.1.2.0/24,tp_dst=80/0x00ff");
    const v6 = encodeKey({ ip_src: "2001:db8::" });
    const prefix = new Uint8Array(KEY_SIZE).fill(0xff, KEY.ip_src, KEY.ip_src + 4);
    expect(formatKey(v6, prefix)).toBe("ip_src=2001:db8::/32");
  });

  test("what is no field or out of range is refused with its place", () => {
    const member = "eth_typo" as KeyMember;
    expect(() => encodeKey({ [member]: 1 })).toThrow(expect.objectContaining({ code: "FIELD_UNKNOWN" }));
    for (const bad of [
      { ip_proto: 256 },
      { tp_src: -1 },
      { tp_src: 1.5 },
      { ip_src: 5 },
      { tun_key: 2 ** 32 },
    ]) {
      expect(() => encodeKey(bad)).toThrow(expect.objectContaining({ code: "FIELD_RANGE" }));
    }
  });
});
