// Router advertisements: their bytes ready but for whom they go to.
import { networkOf, parseIp, parseMac, parsePrefix } from "../../topology/addresses.js";
import { domainBytes } from "../../topology/domains.js";
import { derivedMac } from "../../topology/keys.js";
import type { RouterAdvertisement } from "../../topology/services.js";
import { type RaFields, raMessage } from "../build/ra.js";
import type { VRa } from "../edge.js";
import type { VDevice, VPort } from "../snapshot.js";
import { linkLocalOf } from "./mac.js";
import { linkMtu } from "./sizes.js";

const DEFAULTS = { lifetime: 1800, hopLimit: 64, interval: 600, valid: 86_400, preferred: 14_400 } as const;
/** RFC 8200 5: no link is told to be smaller. */
const LEAST_MTU = 1280;

/** A router port's own. `mtu`: largest packet the tunnels take, Infinity when there are none. */
export function routerRa(
  ra: RouterAdvertisement,
  port: VPort,
  addresses: readonly string[],
  mtu: number,
): VRa {
  const least = Math.min(mtu, linkMtu([port]) || Infinity);
  return compile(ra, port.mac, port.linkLocal?.bytes ?? linkLocalOf(port.mac), addresses, least);
}

/** A bridge's: in the name of the router it names, else of its first router port; without any nobody is the router. */
export function bridgeRa(
  ra: RouterAdvertisement,
  device: VDevice,
  ports: readonly VPort[],
  mtu: number,
): VRa {
  const router = device.ports.map((index) => ports[index]!).find((port) => port.towardsRouter);
  const far = router === undefined ? undefined : ports[router.target];
  const named = ra.routerMac === undefined ? undefined : parseMac(ra.routerMac);
  const mac = named ?? far?.mac ?? derivedMac(`ra ${device.id}`);
  const source =
    (ra.routerAddress === undefined ? undefined : parseIp(ra.routerAddress)?.bytes) ??
    (named === undefined ? far?.linkLocal?.bytes : undefined) ??
    linkLocalOf(mac);
  const nobody = named === undefined && far === undefined;
  return compile(nobody ? { ...ra, lifetime: 0 } : ra, mac, source, [], mtu);
}

function compile(
  ra: RouterAdvertisement,
  mac: number,
  source: Uint8Array,
  addresses: readonly string[],
  mtu: number,
): VRa {
  const interval = ra.interval ?? DEFAULTS.interval;
  const told = Math.min(ra.mtu ?? Infinity, mtu);
  const declared = ra.prefixes ?? addresses.map((prefix) => ({ prefix }));
  const message = raMessage({
    hopLimit: ra.hopLimit ?? DEFAULTS.hopLimit,
    managed: ra.managed ?? false,
    otherConfig: ra.otherConfig ?? false,
    preference: ra.preference ?? "medium",
    lifetime: ra.lifetime ?? DEFAULTS.lifetime,
    reachableTime: ra.reachableTime ?? 0,
    retransTimer: ra.retransTimer ?? 0,
    mac,
    mtu: Number.isFinite(told) ? Math.max(LEAST_MTU, told) : 0,
    prefixes: declared.flatMap((one) => prefixOf(one)),
    routes: (ra.routes ?? []).flatMap(({ prefix: text, preference = "medium", lifetime }) => {
      const prefix = parsePrefix(text);
      if (prefix?.family !== 6) return [];
      const { bytes, length } = networkOf(prefix);
      return [{ bytes, length, preference, lifetime: lifetime ?? ra.lifetime ?? DEFAULTS.lifetime }];
    }),
    dnsServers: (ra.dnsServers ?? []).flatMap((text) => parseIp(text)?.bytes ?? []),
    domains: domainBytes(ra.domainSearch ?? []),
    // RFC 8106 5.1: three times the interval.
    dnsLifetime: 3 * interval,
  });
  return { mac, source, message, intervalMs: interval * 1000 };
}

function prefixOf(
  declared: NonNullable<RouterAdvertisement["prefixes"]>[number],
): RaFields["prefixes"][number][] {
  const prefix = parsePrefix(declared.prefix);
  // The link-local prefix is every link's own (RFC 4861 4.6.2).
  if (prefix?.family !== 6 || (prefix.bytes[0] === 0xfe && prefix.bytes[1] === 0x80)) return [];
  return [
    {
      bytes: networkOf(prefix).bytes,
      length: prefix.length,
      onLink: declared.onLink ?? true,
      // RFC 4862 5.5.3 d: only half an address can be made by oneself.
      autonomous: declared.autonomous ?? prefix.length === 64,
      valid: declared.validLifetime ?? DEFAULTS.valid,
      preferred: declared.preferredLifetime ?? DEFAULTS.preferred,
    },
  ];
}
