// Addresses to text and back, judged by Python's ipaddress (RFC 5952) and Node's own parsers.
import { execFileSync } from "node:child_process";
import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  contains,
  formatIp,
  formatMac,
  formatPrefix,
  isGroupMac,
  lastOf,
  networkOf,
  overlaps,
  parseIp,
  parseIpOrPrefix,
  parseMac,
  parsePrefix,
  readMac,
  writeMac,
} from "../addresses.js";
import { ipBytes } from "./arbitrary.js";

function python(code: string, lines: readonly string[]): string[] {
  const input = `${lines.join("\n")}\n`;
  return execFileSync("/usr/bin/python3", ["-c", code], { input, encoding: "utf8" }).trimEnd().split("\n");
}

it("formats as Python's ipaddress does, and reads it back", () => {
  const samples = fc.sample(ipBytes, { numRuns: 3000, seed: 1 });
  const hex = samples.map((bytes) => Buffer.from(bytes).toString("hex"));
  const code = `
import sys, ipaddress
for line in sys.stdin:
    a = ipaddress.IPv6Address(bytes.fromhex(line.strip()))
    print(a.ipv4_mapped or a)`;
  expect(samples.map((bytes) => formatIp(bytes))).toEqual(python(code, hex));
  for (const bytes of samples) expect(parseIp(formatIp(bytes))?.bytes).toEqual(bytes);
});

it("computes networks, last addresses and containment as Python's ipaddress does", () => {
  const samples = fc.sample(fc.tuple(ipBytes, fc.nat({ max: 128 }), ipBytes), { numRuns: 2000, seed: 2 });
  const cases = samples.map(([bytes, length, other]) => {
    const family = parseIp(formatIp(bytes))!.family;
    return { prefix: `${formatIp(bytes)}/${length % (family === 4 ? 33 : 129)}`, other: formatIp(other) };
  });
  const code = `
import sys, ipaddress
for line in sys.stdin:
    prefix, other = line.split()
    n = ipaddress.ip_network(prefix, strict=False)
    o = ipaddress.ip_address(other)
    print(n, n[-1], o.version == n.version and o in n)`;
  const ours = cases.map(({ prefix, other }) => {
    const parsed = parsePrefix(prefix)!;
    const inside = contains(networkOf(parsed), parseIp(other)!.bytes);
    return `${formatPrefix(networkOf(parsed))} ${formatIp(lastOf(parsed))} ${inside ? "True" : "False"}`;
  });
  expect(ours).toEqual(
    python(
      code,
      cases.map(({ prefix, other }) => `${prefix} ${other}`),
    ),
  );
});

it("accepts exactly the addresses that Node does, but for zones and mapped spellings", () => {
  const alphabet = fc.constantFrom(..."0123456789abcdefF:::..".split(""));
  const near = fc
    .tuple(ipBytes, fc.nat({ max: 40 }), fc.constantFrom("", ":", ".", "0", "f", "::"))
    .map(([b, at, add]) => {
      const text = formatIp(b);
      return text.slice(0, at % (text.length + 1)) + add + text.slice((at % (text.length + 1)) + 1);
    });
  const noise = fc.array(alphabet, { maxLength: 20 }).map((chars) => chars.join(""));
  const refused: string[] = [];
  for (const text of fc.sample(fc.oneof(near, noise), { numRuns: 20_000, seed: 3 })) {
    const family = parseIp(text)?.family;
    if (isIPv6(text) && family === undefined) refused.push(text);
    else expect(family, text).toBe(isIPv4(text) ? 4 : isIPv6(text) ? 6 : undefined);
  }
  const code = `
import sys, ipaddress
for line in sys.stdin:
    print(ipaddress.IPv6Address(line.strip()).ipv4_mapped is not None)`;
  if (refused.length > 0) expect(new Set(python(code, refused))).toEqual(new Set(["True"]));
});

it("refuses what is nearly an address", () => {
  for (const text of [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "256.1.1.1",
    "fe80::1%eth0",
    "::ffff:1.2.3.4",
    "1::2::3",
    " ::1",
  ])
    expect(parseIp(text), text).toBeUndefined();
  for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "::/129", "10.0.0.0/", "/8"])
    expect(parsePrefix(text), text).toBeUndefined();
  for (const text of ["02:00:00:00:00", "02-00-00-00-00-01", "0g:00:00:00:00:00", "02:00:00:00:00:001"])
    expect(parseMac(text), text).toBeUndefined();
});

it("keeps MACs whole through text and bytes", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 24 - 1 }), fc.nat({ max: 2 ** 24 - 1 }), (high, low) => {
      const mac = high * 2 ** 24 + low;
      const bytes = new Uint8Array(8);
      writeMac(mac, bytes, 1);
      expect(readMac(bytes, 1)).toBe(mac);
      expect(Buffer.from(bytes.subarray(1, 7)).toString("hex")).toBe(formatMac(mac).replaceAll(":", ""));
      expect(parseMac(formatMac(mac).toUpperCase())).toBe(mac);
      expect(isGroupMac(mac)).toBe((bytes[1]! & 1) === 1);
    }),
  );
});

it("sees an overlap exactly when one prefix holds the other's network", () => {
  const overlap = (a: string, b: string) => overlaps(parseIpOrPrefix(a)!, parseIpOrPrefix(b)!);
  expect(overlap("10.0.0.0/8", "10.200.0.0/16")).toBe(true);
  expect(overlap("10.0.0.1", "10.0.0.1")).toBe(true);
  expect(overlap("10.0.0.0/25", "10.0.0.128/25")).toBe(false);
  expect(overlap("0.0.0.0/0", "::/0")).toBe(false);
  expect(overlap("2001:db8::/33", "2001:db8:8000::/33")).toBe(false);
});
