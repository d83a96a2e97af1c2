// A router's translation table, its addresses as bytes, and those of them that its links take for hosts of their own.
import { networkOf, parseIp, parsePrefix } from "../../topology/addresses.js";
import type { Router } from "../../topology/model.js";
import { sharesPrefix } from "../neighbour.js";
import type { VAddress, VNat64, VPort } from "../snapshot.js";
import { AddressTries } from "../trie.js";
import { addressOf } from "./names.js";

export function compileNat64({ nat64 }: Router): VNat64 | null {
  const prefix = nat64 === undefined ? undefined : parsePrefix(nat64.prefix);
  if (nat64 === undefined || prefix === undefined) return null;
  const pairs = new AddressTries();
  const four: Uint8Array[] = [];
  const six: Uint8Array[] = [];
  for (const pair of nat64.pairs) {
    const [v4, v6] = [parseIp(pair.ipv4), parseIp(pair.ipv6)];
    if (v4 === undefined || v6 === undefined) continue;
    const number = four.push(v4.bytes) - 1;
    six.push(v6.bytes);
    pairs.insert(v4.bytes, 128, 4, number);
    pairs.insert(v6.bytes, 128, 6, number);
  }
  return { prefix: networkOf(prefix).bytes, bits: prefix.bits, pairs, four, six };
}

/** What the router's port has to answer ARP and ND for: IPv4 addresses of pairs, and the prefix, where they lie inside a
 * prefix of its link. */
export function answersOf({ nat64 }: Router, { addresses }: VPort): VAddress[] {
  if (nat64 === undefined) return [];
  const texts = [...nat64.pairs.map(({ ipv4 }) => `${ipv4}/32`), nat64.prefix];
  return texts.flatMap((text): VAddress[] => {
    const prefix = parsePrefix(text);
    if (prefix === undefined) return [];
    const { bytes } = networkOf(prefix);
    const inside = addresses.some(
      (own) => own.family === prefix.family && own.bits <= prefix.bits && sharesPrefix(own, bytes),
    );
    return inside ? [addressOf({ family: prefix.family, bytes }, prefix.bits)] : [];
  });
}
