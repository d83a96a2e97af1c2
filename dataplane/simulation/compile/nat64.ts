// A router's translation table, its addresses as bytes.
import { networkOf, parseIp, parsePrefix } from "../../topology/addresses.js";
import type { Router } from "../../topology/model.js";
import type { VNat64 } from "../snapshot.js";
import { AddressTries } from "../trie.js";

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
