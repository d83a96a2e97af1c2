// What is too large for a link, IPv4 fragments (RFC 791 3.2) and the MSS of SYNs (RFC 9293 3.7.1). Part of the second
// opinion: it must share no code with the worker.
import { adjust, checksum, layout, putShort, short } from "./bytes.js";
import { inside, type Running } from "./tunnels.js";

/** Every IPv4 link takes this much (RFC 791 3.2). */
export const LEAST_MTU = 68;

export const tooBig = (packet: Running, mtu: number): boolean =>
  packet.bytes.length - inside(packet).l3 > mtu;

/** IPv4 whose sender allows it. */
export function mayCut(packet: Running): boolean {
  const { family, l3 } = inside(packet);
  return family === 4 && (packet.bytes[l3 + 6]! & 0x40) === 0;
}

export function fragments(bytes: Uint8Array, mtu: number): Uint8Array[] {
  const { l3, ipLength } = layout(bytes);
  const header = (bytes[l3]! & 15) * 4;
  const step = Math.floor((mtu - header) / 8) * 8;
  const word = short(bytes, l3 + 6);
  const all: Uint8Array[] = [];
  for (let at = 0; at < ipLength - header; at += step) {
    const part = bytes.subarray(l3 + header + at, l3 + Math.min(ipLength, header + at + step));
    const one = Uint8Array.of(...bytes.subarray(0, l3 + header), ...part);
    if (at > 0) uncopied(one, l3, header);
    putShort(one, l3 + 2, header + part.length);
    const more = at + step < ipLength - header ? 0x2000 : 0;
    putShort(one, l3 + 6, (word + at / 8) | more);
    putShort(one, l3 + 10, 0);
    putShort(one, l3 + 10, checksum(one, l3, l3 + header));
    all.push(one);
  }
  return all;
}

/** Options without the copied flag stay in the first fragment. */
function uncopied(bytes: Uint8Array, l3: number, header: number): void {
  for (let at = l3 + 20; at < l3 + header && bytes[at] !== 0; ) {
    const told = bytes[at] === 1 || at + 1 === l3 + header ? 1 : Math.max(1, bytes[at + 1]!);
    const length = Math.min(told, l3 + header - at);
    if ((bytes[at]! & 0x80) === 0) bytes.fill(1, at, at + length);
    at += length;
  }
}

export function clampMss(bytes: Uint8Array, mss: number): void {
  const at = layout(bytes);
  if (at.l4 === 0 || at.protocol !== 6 || at.family === 0 || (bytes[at.l4 + 13]! & 2) === 0) return;
  const end = at.l4 + (bytes[at.l4 + 12]! >> 4) * 4;
  if (end > at.l3 + at.ipLength) return;
  for (let option = at.l4 + 20; option + 4 <= end && bytes[option] !== 0; ) {
    if (bytes[option] === 1) {
      option++;
      continue;
    }
    const length = bytes[option + 1]!;
    if (bytes[option] === 2) {
      if (length === 4 && short(bytes, option + 2) > mss) lower(bytes, at.l4, option + 2, mss);
      return;
    }
    if (length < 2) return;
    option += length;
  }
}

function lower(bytes: Uint8Array, l4: number, at: number, mss: number): void {
  // The option may stand across two of the words that are summed.
  const from = at - ((at - l4) % 2);
  const to = from + ((at - l4) % 2 === 0 ? 2 : 4);
  const old = bytes.slice(from, to);
  putShort(bytes, at, mss);
  adjust(bytes, l4 + 16, old, bytes.slice(from, to));
}
