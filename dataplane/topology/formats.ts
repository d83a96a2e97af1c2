// The formats our schemas name, and how to write each right. Pure.
import { parseIp, parseIpOrPrefix, parseMac, parsePrefix } from "./addresses.js";
import { isDomain } from "./domains.js";

interface Format {
  /** Stable part of the finding's code. */
  code: string;
  holds: (text: string) => boolean;
  /** "… is not <noun>." */
  noun: string;
  example: string;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  name: {
    code: "BAD_NAME",
    // '@' and '/' are kept free: places and file names are built from names
    holds: (text) => /^[A-Za-z0-9_][A-Za-z0-9._:-]*$/.test(text),
    noun: "a name",
    example: "letters, digits and . _ : - with a letter, digit or _ first",
  },
  mac: {
    code: "BAD_MAC",
    holds: (text) => parseMac(text) !== undefined,
    noun: "a MAC address",
    example: "six pairs of hex digits such as 02:00:00:00:00:01",
  },
  ip: {
    code: "BAD_ADDRESS",
    holds: (text) => parseIp(text) !== undefined,
    noun: "an IPv4 or IPv6 address",
    example: "192.0.2.1 or 2001:db8::1",
  },
  prefix: {
    code: "BAD_PREFIX",
    holds: (text) => parsePrefix(text) !== undefined,
    noun: "a prefix",
    example: "10.0.0.0/24 or 2001:db8::/64",
  },
  "ip-or-prefix": {
    code: "BAD_PREFIX",
    holds: (text) => parseIpOrPrefix(text) !== undefined,
    noun: "an address or prefix",
    example: "10.0.0.1, 10.0.0.0/24 or 2001:db8::/64",
  },
  "interface-address": {
    code: "BAD_ADDRESS",
    holds: (text) => parsePrefix(text) !== undefined,
    noun: "an address with prefix length",
    example: "10.0.0.1/24 or 2001:db8::1/64",
  },
  domain: {
    code: "BAD_DOMAIN",
    holds: (text) => isDomain(text),
    noun: "a domain name",
    example: "labels of letters, digits, - and _ joined by dots, such as vm1.example.net",
  },
  duid: {
    code: "BAD_DUID",
    holds: (text) => /^[0-9a-f]{2}(:?[0-9a-f]{2}){2,129}$/i.test(text),
    noun: "a DUID",
    example: "its bytes as hex digits such as 00:03:00:01:02:00:00:00:00:01",
  },
  "rss-key": {
    code: "BAD_RSS_KEY",
    holds: (text) => /^([0-9a-f]{80}|[0-9a-f]{104})$/i.test(text),
    noun: "an RSS key",
    example: "80 hex digits (40 bytes) or 104 (52 bytes)",
  },
};
