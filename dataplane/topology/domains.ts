// Domain names as text and as their wire form (RFC 1035 3.1). Pure.

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Labels joined by dots, at most 253 characters; one dot may end it. */
export function isDomain(text: string): boolean {
  const plain = text.endsWith(".") ? text.slice(0, -1) : text;
  return plain.length > 0 && plain.length <= 253 && plain.split(".").every((label) => LABEL.test(label));
}

/** Each name as its labels and a zero byte, nothing shared: what DHCPv6 and router advertisements want (RFC 8415 10). */
export function domainBytes(names: readonly string[]): Uint8Array {
  return Uint8Array.from(names.flatMap((name) => [...labels(name).flatMap(labelBytes), 0]));
}

/** The same with suffixes that were written before named by pointers (RFC 1035 4.1.4, RFC 3397 2). */
export function compressedDomains(names: readonly string[]): Uint8Array {
  const bytes: number[] = [];
  const places = new Map<string, number>();
  for (const name of names) {
    const parts = labels(name);
    let at = 0;
    for (; at < parts.length; at++) {
      const suffix = parts.slice(at).join(".").toLowerCase();
      const place = places.get(suffix);
      if (place !== undefined) {
        bytes.push(0xc0 | (place >> 8), place & 0xff);
        break;
      }
      if (bytes.length < 0x4000) places.set(suffix, bytes.length);
      bytes.push(...labelBytes(parts[at]!));
    }
    if (at === parts.length) bytes.push(0);
  }
  return Uint8Array.from(bytes);
}

const labels = (name: string): string[] => name.replace(/\.$/, "").split(".");
const labelBytes = (label: string): number[] => [label.length, ...Buffer.from(label, "latin1")];
