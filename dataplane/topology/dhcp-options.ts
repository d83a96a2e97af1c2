// DHCPv4 options by name or code, from text to their bytes (RFC 2132 and what extends it). Pure; a value that cannot be
// written is told in one sentence, never guessed at.
import { parseIp, parsePrefix } from "./addresses.js";
import { compressedDomains, isDomain } from "./domains.js";
import type { DhcpOption, DhcpRoute } from "./services.js";

type Type = NonNullable<DhcpOption["type"]>;

/** Codes the engine itself has to do with. */
export const OPTION = {
  MASK: 1,
  ROUTERS: 3,
  DNS: 6,
  HOST_NAME: 12,
  MTU: 26,
  BROADCAST: 28,
  REQUESTED: 50,
  LEASE_TIME: 51,
  OVERLOAD: 52,
  TYPE: 53,
  SERVER: 54,
  PARAMETERS: 55,
  MAX_SIZE: 57,
  RENEWAL: 58,
  REBINDING: 59,
  CLIENT: 61,
  BOOT_SERVER: 66,
  BOOT_FILE: 67,
  ROUTES: 121,
  BOOT_ADDRESSES: 150,
  /** What Windows asks for instead of 121. */
  ROUTES_MS: 249,
} as const;

/** Options that one may set, by their names in RFC 2132 and the registries. */
export const OPTIONS: Readonly<Record<string, readonly [code: number, type: Type]>> = {
  "time-offset": [2, "uint32"],
  routers: [3, "addresses"],
  "time-servers": [4, "addresses"],
  "domain-name-servers": [6, "addresses"],
  "log-servers": [7, "addresses"],
  "lpr-servers": [9, "addresses"],
  "host-name": [12, "text"],
  "boot-size": [13, "uint16"],
  "domain-name": [15, "text"],
  "root-path": [17, "text"],
  "ip-forwarding": [19, "bool"],
  "policy-filter": [21, "cidrs"],
  "max-dgram-reassembly": [22, "uint16"],
  "default-ip-ttl": [23, "uint8"],
  "interface-mtu": [26, "uint16"],
  "all-subnets-local": [27, "bool"],
  "broadcast-address": [28, "addresses"],
  "router-discovery": [31, "bool"],
  "static-routes": [33, "addresses"],
  "arp-cache-timeout": [35, "uint32"],
  "default-tcp-ttl": [37, "uint8"],
  "tcp-keepalive-interval": [38, "uint32"],
  "nis-domain": [40, "text"],
  "nis-servers": [41, "addresses"],
  "ntp-servers": [42, "addresses"],
  "vendor-encapsulated-options": [43, "bytes"],
  "netbios-name-servers": [44, "addresses"],
  "netbios-node-type": [46, "uint8"],
  "tftp-server-name": [66, "text"],
  "bootfile-name": [67, "text"],
  "smtp-server": [69, "addresses"],
  "pop-server": [70, "addresses"],
  "www-server": [72, "addresses"],
  "posix-timezone": [100, "text"],
  "tzdb-timezone": [101, "text"],
  "captive-portal": [114, "text"],
  "domain-search": [119, "domains"],
  "classless-static-routes": [121, "routes"],
  "vivo-vendor-information": [125, "bytes"],
  "tftp-server-address": [150, "addresses"],
  wpad: [252, "text"],
};

/** Made by the server itself, or no option at all. */
const RESERVED = new Set([0, 1, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 61, 82, 255]);

export interface EncodedOption {
  code: number;
  bytes: Uint8Array;
}

/** The option's code and bytes, or what is wrong with it, as one sentence. */
export function encodeOption({ option, type, values }: DhcpOption): EncodedOption | string {
  const known = OPTIONS[option] ?? byCode(option);
  if (known === undefined)
    return `"${option}" is no DHCP option: write a code from 1 to 254, or one of ${Object.keys(OPTIONS).join(", ")}.`;
  const [code, natural] = known;
  if (RESERVED.has(code)) return `Option ${code} is the server's own, or none.`;
  const encoded = ENCODERS[type ?? natural](values);
  if (typeof encoded === "string") return encoded;
  // What packs into one message at all, split by RFC 3396.
  return encoded.length > MOST
    ? `Option ${code} is ${encoded.length} bytes long, ${MOST} is the most.`
    : { code, bytes: encoded };
}

const MOST = 1024;

function byCode(text: string): readonly [number, Type] | undefined {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 254) return undefined;
  const code = Number(text);
  return Object.values(OPTIONS).find(([known]) => known === code) ?? [code, "bytes"];
}

type Encoder = (values: readonly string[]) => Uint8Array | string;

/** Every value by itself, one after the other. */
const each =
  (encode: (value: string) => ArrayLike<number> | undefined, what: string): Encoder =>
  (values) => {
    const bytes: number[] = [];
    for (const value of values) {
      const encoded = encode(value.trim());
      if (encoded === undefined) return `${JSON.stringify(value)} is not ${what}.`;
      bytes.push(...Array.from(encoded));
    }
    return Uint8Array.from(bytes);
  };

const ENCODERS: Readonly<Record<Type, Encoder>> = {
  addresses: each(address, "an IPv4 address such as 192.0.2.1"),
  uint8: each((value) => number(value, 1), "a number from 0 to 255"),
  uint16: each((value) => number(value, 2), "a number from 0 to 65535"),
  uint32: each((value) => number(value, 4), "a number from 0 to 4294967295"),
  bool: each((value) => (value === "true" ? [1] : value === "false" ? [0] : undefined), "true or false"),
  cidrs: each(cidr, "an address with its prefix length such as 192.0.2.0/24"),
  routes: each(route, "a route such as 10.1.0.0/16 192.0.2.1"),
  domains: (values) =>
    values.every(isDomain)
      ? compressedDomains(values)
      : `${JSON.stringify(values.find((one) => !isDomain(one)))} is not a domain name.`,
  text: (values) => Uint8Array.from(Buffer.from(values.join(","), "utf8")),
  bytes: each(hex, "hex digits such as 01:02 or 0102"),
};

function address(text: string): Uint8Array | undefined {
  const ip = parseIp(text);
  return ip?.family === 4 ? ip.bytes.subarray(12) : undefined;
}

function number(text: string, size: 1 | 2 | 4): number[] | undefined {
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value >= 2 ** (8 * size)) return undefined;
  return Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * (size - 1 - i))) & 0xff);
}

/** Address and mask. */
function cidr(text: string): number[] | undefined {
  const prefix = parsePrefix(text);
  return prefix?.family === 4 ? [...prefix.bytes.subarray(12), ...maskOf(prefix.length)] : undefined;
}

function route(text: string): number[] | undefined {
  const [destination, gateway, ...more] = text.split(/\s+/);
  return destination === undefined || gateway === undefined || more.length > 0
    ? undefined
    : routeBytes({ destination, gateway });
}

function hex(text: string): number[] | undefined {
  const digits = text.replaceAll(":", "");
  return /^([0-9a-f]{2})+$/i.test(digits) ? [...Buffer.from(digits, "hex")] : undefined;
}

/** RFC 3442: prefix length, as many bytes of the prefix as it needs, gateway. */
export function routeBytes({ destination, gateway }: DhcpRoute): number[] | undefined {
  const prefix = parsePrefix(destination);
  const hop = address(gateway);
  if (prefix?.family !== 4 || hop === undefined) return undefined;
  return [prefix.length, ...prefix.bytes.subarray(12, 12 + Math.ceil(prefix.length / 8)), ...hop];
}

/** The four bytes of a netmask. */
export function maskOf(length: number): number[] {
  return Array.from({ length: 4 }, (_, i) => 0xff & ~(0xff >> Math.min(8, Math.max(0, length - 8 * i))));
}
