// The worker's el_hash_flow in TypeScript: the same bits for the same key (a test holds the two together).
// Must never be changed alone: it picks group members, next hops and source ports on both sides.
import { FRAG, KEY } from "./layout.js";

const A = 0x9e3779b97f4a7c15n;
const B = 0xd6e8feb86659fd93n;
const C = 0xa0761d6478bd642fn;

/** Hash of the connection a 128-byte key describes; unsigned 32 bits. Definition: dataplane/worker/hash.c. */
export function hashFlow(key: Uint8Array): number {
  const type = (key[KEY.eth_type]! << 8) | key[KEY.eth_type + 1]!;
  const ports = key[KEY.ip_frag] === FRAG.NONE ? word(key, KEY.tp_src, 4) : 0n;
  const last = BigInt(key[KEY.ip_proto]!) << 8n;
  if (type === 0x0800) {
    const source = last | (word(key, KEY.ip_src + 12, 4) << 32n);
    return end(fold(A ^ source, B ^ (word(key, KEY.ip_dst + 12, 4) | (ports << 32n))));
  }
  if (type !== 0x86dd) {
    const rest = word(key, KEY.eth_dst + 8, 4) | (word(key, KEY.eth_type, 2) << 32n);
    return end(fold(A ^ word(key, KEY.eth_dst, 8), B ^ rest));
  }
  const source = fold(A ^ word(key, KEY.ip_src, 8), B ^ word(key, KEY.ip_src + 8, 8));
  const both = fold(source ^ word(key, KEY.ip_dst, 8), B ^ word(key, KEY.ip_dst + 8, 8));
  return end(fold(both ^ (last | (ports << 32n)), B));
}

function word(key: Uint8Array, at: number, bytes: number): bigint {
  let value = 0n;
  for (let i = bytes; i > 0; i--) value = (value << 8n) | BigInt(key[at + i - 1]!);
  return value;
}

function fold(a: bigint, b: bigint): bigint {
  const product = a * b;
  return BigInt.asUintN(64, product) ^ (product >> 64n);
}

const end = (h: bigint): number => Number(BigInt.asUintN(64, h * C) >> 32n);
