// DHCPv4 subnets by bridge: every station's answer ready but for what its request asks.
import { parseIp, parseMac, parsePrefix } from "../../topology/addresses.js";
import { encodeOption, maskOf, OPTION, routeBytes } from "../../topology/dhcp-options.js";
import { derivedMac } from "../../topology/keys.js";
import type { Dhcp, DhcpHost, DhcpOption } from "../../topology/services.js";
import type { VDhcp, VLease, VSubnet } from "../edge.js";
import type { VDevice, VPort } from "../snapshot.js";
import { addressIn, tag } from "../tags.js";
import type { Mac } from "../verdict.js";
import { macOf } from "./mac.js";
import { addressOf } from "./names.js";

const DEFAULT_LEASE = 86_400;

/** By bridge and VLAN (addressIn). `mtu`: largest packet the tunnels take, Infinity when there are none. */
export function compileDhcp(
  subnets: readonly Dhcp[],
  devices: readonly VDevice[],
  ports: readonly VPort[],
  mtu: number,
): Map<string, VDhcp> {
  const served = new Map<string, VDhcp>();
  for (const declared of subnets) {
    if (declared.enabled === false) continue;
    const device = devices.find(({ id, bridge }) => id === declared.bridge && bridge !== null);
    const subnet = device && subnetOf(declared, device, ports);
    if (subnet === undefined) continue;
    const lan = addressIn(declared.vlan ?? 0, declared.bridge);
    const leases = new Map<Mac, VLease>(served.get(lan)?.leases);
    for (const host of declared.hosts ?? []) {
      const mac = parseMac(host.mac);
      const ip = parseIp(host.address);
      if (mac === undefined || ip === undefined || leases.has(mac)) continue;
      leases.set(mac, { subnet, address: ip.bytes, options: optionsOf(declared, host, mtu) });
    }
    const others = served.get(lan)?.subnets ?? [];
    const leaseTag = tag.leases(declared.bridge);
    served.set(lan, { subnets: [...others, subnet], leases, leaseTag, linkMtu: 0 });
  }
  return served;
}

function subnetOf(declared: Dhcp, device: VDevice, ports: readonly VPort[]): VSubnet | undefined {
  const server = parseIp(declared.server);
  if (server?.family !== 4) return undefined;
  const address = addressOf(server, 128);
  const text = addressIn(declared.vlan ?? 0, address.text);
  const router = device.bridge!.routers.get(text);
  const known = router === undefined ? device.bridge!.addresses.get(text) : ports[ports[router]!.target]!.mac;
  const own = declared.serverMac === undefined ? undefined : parseMac(declared.serverMac);
  return {
    id: declared.id,
    server: address,
    at: macOf(own ?? known ?? derivedMac(`dhcp ${declared.id}`)),
    answersArp: known === undefined,
    leaseTime: declared.leaseTime ?? DEFAULT_LEASE,
  };
}

/** What a station's own options say comes before those of the subnet, and those before the subnet's fields. */
function optionsOf(subnet: Dhcp, host: DhcpHost, mtu: number): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  const set = (code: number, bytes: readonly number[] | undefined): void => {
    if (bytes !== undefined && bytes.length > 0) options.set(code, Uint8Array.from(bytes));
  };
  const four = (texts: readonly string[]): number[] =>
    texts.flatMap((text) => [...(parseIp(text)?.bytes.subarray(12) ?? [])]);
  const { length = 32, bytes = new Uint8Array(16) } = parsePrefix(subnet.subnet) ?? {};
  const mask = maskOf(length);
  set(OPTION.MASK, mask);
  if (subnet.gateway !== undefined) set(OPTION.ROUTERS, four([subnet.gateway]));
  set(OPTION.DNS, four(subnet.dnsServers ?? []));
  set(OPTION.HOST_NAME, host.name === undefined ? undefined : [...Buffer.from(host.name, "latin1")]);
  if (subnet.mtu !== undefined) set(OPTION.MTU, [subnet.mtu >> 8, subnet.mtu & 0xff]);
  set(
    OPTION.BROADCAST,
    mask.map((byte, i) => (bytes[12 + i]! & byte) | (~byte & 0xff)),
  );
  set(OPTION.ROUTES, routesOf(subnet));
  const extra = (list: readonly DhcpOption[] | undefined): void => {
    for (const one of list ?? []) {
      const encoded = encodeOption(one);
      if (typeof encoded !== "string") options.set(encoded.code, encoded.bytes);
    }
  };
  extra(subnet.options);
  extra(host.options);
  const told = options.get(OPTION.MTU);
  const least = Math.min(mtu, told?.length === 2 ? (told[0]! << 8) | told[1]! : Infinity);
  if (Number.isFinite(least)) set(OPTION.MTU, [least >> 8, least & 0xff]);
  const routes = options.get(OPTION.ROUTES);
  if (routes !== undefined) options.set(OPTION.ROUTES_MS, routes);
  return options;
}

/** A station that takes option 121 ignores option 3, so the default route is among them (RFC 3442). */
function routesOf({ routes = [], gateway }: Dhcp): number[] {
  if (routes.length === 0) return [];
  const all =
    gateway === undefined || routes.some(({ destination }) => destination === "0.0.0.0/0")
      ? routes
      : [{ destination: "0.0.0.0/0", gateway }, ...routes];
  return all.flatMap((route) => routeBytes(route) ?? []);
}
