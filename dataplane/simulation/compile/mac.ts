// A MAC as the reader compares it, and the link-local address made of it. Pure.
import { writeMac } from "../../topology/addresses.js";
import type { VMac } from "../edge.js";
import type { Mac } from "../verdict.js";

const bytes = new Uint8Array(8);
const words = new Int32Array(bytes.buffer);

export function macOf(mac: Mac): VMac {
  bytes.fill(0);
  writeMac(mac, bytes);
  return { mac, head: words[0]!, tail: words[1]! };
}

/** fe80::/64 and the modified EUI-64 (RFC 4291 2.5.1): 16 bytes. */
export function linkLocalOf(mac: Mac): Uint8Array {
  const address = new Uint8Array(16);
  address.set([0xfe, 0x80]);
  writeMac(mac, bytes);
  address.set([bytes[0]! ^ 2, bytes[1]!, bytes[2]!, 0xff, 0xfe, bytes[3]!, bytes[4]!, bytes[5]!], 8);
  return address;
}
