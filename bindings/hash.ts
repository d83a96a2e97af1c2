// The worker's el_hash_flow in TypeScript: the same bits for the same key (a test holds the two together).
// Must never be changed alone: it picks group members, next hops and source ports on both sides.
import { FRAG, KEY } from "./layout.js";

/** Hash of the connection a 128-byte key describes; unsigned 32 bits. Definition: dataplane/worker/hash.c. */
export function hashFlow(key: Uint8Array): number {
  const type = (key[KEY.eth_type]! << 8) | key[KEY.eth_type + 1]!;
  let h: number;
  if (type === 0x0800) h = mix(mix(4, word(key, KEY.ip_src + 12)), word(key, KEY.ip_dst + 12));
  else if (type === 0x86dd) h = mixWords(mixWords(6, key, KEY.ip_src, 4), key, KEY.ip_dst, 4);
  else return end(mix(mixWords(2, key, KEY.eth_dst, 3), key[KEY.eth_type]! | (key[KEY.eth_type + 1]! << 8)));
  const ports = key[KEY.ip_frag] === FRAG.NONE ? word(key, KEY.tp_src) : 0;
  return end(mix(mix(h, ports), key[KEY.ip_proto]!));
}

function word(key: Uint8Array, at: number): number {
  return key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24);
}

function mix(h: number, w: number): number {
  const product = Math.imul(h ^ w, 0x9e3779b1);
  return (product << 15) | (product >>> 17);
}

function mixWords(h: number, key: Uint8Array, from: number, words: number): number {
  let mixed = h;
  for (let i = 0; i < words; i++) mixed = mix(mixed, word(key, from + 4 * i));
  return mixed;
}

function end(h: number): number {
  let e = h ^ (h >>> 16);
  e = Math.imul(e, 0x7feb352d);
  e ^= e >>> 15;
  e = Math.imul(e, 0x846ca68b);
  return (e ^ (e >>> 16)) >>> 0;
}
