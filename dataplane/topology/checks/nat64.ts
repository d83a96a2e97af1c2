// Static NAT64: a prefix of a length RFC 6052 knows, each address of a pair once and of its family.
import { contains, formatIp, parseIp, parsePrefix } from "../addresses.js";
import type { Nat64 } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

/** RFC 6052 2.2. */
const LENGTHS = [32, 40, 48, 56, 64, 96];

export const checkNat64: Check = ({ topology }, report) => {
  for (const [path, { nat64 }] of at("/routers", topology.routers))
    if (nat64 !== undefined) checkOne(`${path}/nat64`, nat64, report);
};

function checkOne(path: string, { prefix: text, pairs }: Nat64, report: Report): void {
  const prefix = parsePrefix(text);
  if (prefix !== undefined && (prefix.family === 4 || !LENGTHS.includes(prefix.length)))
    report.add(
      "NAT64_PREFIX",
      `${path}/prefix`,
      `${text} cannot hold an IPv4 address: RFC 6052 knows IPv6 prefixes of ${LENGTHS.join(", ")} bits.`,
      "Write 64:ff9b::/96, or a /96 of your own.",
    );
  // RFC 6052 2.2: bits 64 to 71 are zero.
  else if (prefix?.length === 96 && prefix.bytes[8] !== 0)
    report.add(
      "NAT64_PREFIX",
      `${path}/prefix`,
      `Bits 64 to 71 of ${text} are not zero, as RFC 6052 wants them.`,
      "Choose another prefix.",
    );
  const all = [...at(`${path}/pairs`, pairs)];
  for (const [place, pair] of all)
    for (const [key, family] of [
      ["ipv6", 6],
      ["ipv4", 4],
    ] as const) {
      const ip = parseIp(pair[key]);
      if (ip !== undefined && ip.family !== family)
        report.add(
          "MIXED_FAMILIES",
          `${place}/${key}`,
          `${pair[key]} is no IPv${family} address.`,
          `Write one.`,
        );
      else if (ip !== undefined && prefix !== undefined && family === 6 && contains(prefix, ip.bytes))
        report.add(
          "NAT64_PAIR_IN_PREFIX",
          `${place}/ipv6`,
          `${pair.ipv6} is in the prefix ${text}, which stands for IPv4 hosts.`,
          "Name the IPv6 host's own address.",
        );
    }
  for (const key of ["ipv6", "ipv4"] as const)
    eachRepeat(
      all,
      (pair) => {
        const ip = parseIp(pair[key]);
        return ip && formatIp(ip.bytes);
      },
      (place, first, pair) =>
        report.add(
          "NAT64_PAIR_TWICE",
          `${place}/${key}`,
          `${pair[key]} is in a pair already, at ${first}.`,
          "Name it in one pair.",
        ),
    );
}
