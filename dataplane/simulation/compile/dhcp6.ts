// DHCPv6 subnets by bridge: stations by MAC and by DUID, settings ready to be told.
import { parseIp, parseMac, parsePrefix, writeMac } from "../../topology/addresses.js";
import { domainBytes } from "../../topology/domains.js";
import { derivedMac } from "../../topology/keys.js";
import type { Dhcp6 } from "../../topology/services.js";
import { OPTION6, word } from "../build/dhcp6.js";
import type { VDhcp6, VLease6, VSubnet6 } from "../edge.js";
import { addressIn } from "../tags.js";
import type { Mac } from "../verdict.js";
import { linkLocalOf } from "./mac.js";
import { addressOf } from "./names.js";

const DEFAULTS = { preferred: 43_200, valid: 86_400 } as const;

/** By bridge and VLAN (addressIn). */
export function compileDhcp6(subnets: readonly Dhcp6[]): Map<string, VDhcp6> {
  const served = new Map<string, VDhcp6>();
  for (const declared of subnets) {
    const subnet = declared.enabled === false ? undefined : subnetOf(declared);
    if (subnet === undefined) continue;
    const lan = addressIn(declared.vlan ?? 0, declared.bridge);
    const before = served.get(lan);
    const byMac = new Map<Mac, VLease6>(before?.byMac);
    const byDuid = new Map<string, VLease6>(before?.byDuid);
    for (const host of declared.hosts ?? []) {
      const address = parseIp(host.address)?.bytes;
      const mac = host.mac === undefined ? undefined : parseMac(host.mac);
      if (address === undefined) continue;
      // RFC 4704 4.1: the server has done no update of any DNS, and asks for none.
      const name = host.name === undefined ? null : Uint8Array.of(0, ...domainBytes([host.name]));
      const lease: VLease6 = { subnet, address, name };
      if (mac !== undefined) byMac.set(mac, lease);
      if (host.duid !== undefined) byDuid.set(host.duid.toLowerCase().replaceAll(":", ""), lease);
    }
    served.set(lan, { subnets: [...(before?.subnets ?? []), subnet], byMac, byDuid });
  }
  return served;
}

function subnetOf(declared: Dhcp6): VSubnet6 | undefined {
  const prefix = parsePrefix(declared.subnet);
  if (prefix?.family !== 6) return undefined;
  const mac =
    (declared.serverMac === undefined ? undefined : parseMac(declared.serverMac)) ??
    derivedMac(`dhcp6 ${declared.id}`);
  // DUID-LL over Ethernet (RFC 8415 11.4).
  const duid = Uint8Array.of(0, 3, 0, 1, 0, 0, 0, 0, 0, 0);
  writeMac(mac, duid, 4);
  const options = new Map<number, Uint8Array>();
  const servers = (declared.dnsServers ?? []).flatMap((text) => [...(parseIp(text)?.bytes ?? [])]);
  if (servers.length > 0) options.set(OPTION6.DNS, Uint8Array.from(servers));
  const domains = domainBytes(declared.domainSearch ?? []);
  if (domains.length > 0) options.set(OPTION6.DOMAINS, domains);
  const valid = declared.validLifetime ?? DEFAULTS.valid;
  options.set(OPTION6.REFRESH, Uint8Array.from(word(valid)));
  return {
    id: declared.id,
    mac,
    server: linkLocalOf(mac),
    duid,
    prefix: addressOf(prefix, prefix.bits),
    preferred: declared.preferredLifetime ?? DEFAULTS.preferred,
    valid,
    rapidCommit: declared.rapidCommit ?? true,
    options,
  };
}
