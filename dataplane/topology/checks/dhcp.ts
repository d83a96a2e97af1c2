// DHCP and DHCPv6 subnets: addresses that belong to them, every station once on a bridge, options that can be written.
import { contains, formatIp, networkOf, type Prefix, parseIp, parseMac, parsePrefix } from "../addresses.js";
import { encodeOption } from "../dhcp-options.js";
import type { Report } from "../report.js";
import type { Dhcp, Dhcp6, DhcpOption } from "../services.js";
import { at, type Check, eachRepeat } from "./context.js";
import { checkHostAddress } from "./networks.js";
import { needIn } from "./references.js";

export const checkDhcp: Check = ({ topology, bridges }, report) => {
  const need = needIn(report);
  const hosts: [string, { bridge: string; key: string; what: string }][] = [];
  // VLANs of a bridge are networks of their own.
  const note = (path: string, { bridge, vlan = 0 }: Dhcp | Dhcp6, what: string, key: string | undefined) => {
    if (key !== undefined) hosts.push([path, { bridge, key: `${vlan} ${what} ${key}`, what }]);
  };
  for (const [path, subnet] of at("/dhcp", topology.dhcp)) {
    need(bridges, "bridge", `${path}/bridge`, subnet.bridge);
    checkSubnet(path, subnet, report);
    note(`${path}/server`, subnet, "address", canonical(subnet.server));
    checkOptions(`${path}/options`, subnet.options, report);
    for (const [place, host] of at(`${path}/hosts`, subnet.hosts)) {
      note(`${place}/mac`, subnet, "MAC", canonicalMac(host.mac));
      note(`${place}/address`, subnet, "address", canonical(host.address));
      checkInside(`${place}/address`, host.address, subnet.subnet, report);
      checkOptions(`${place}/options`, host.options, report);
    }
  }
  for (const [path, subnet] of at("/dhcp6", topology.dhcp6)) {
    need(bridges, "bridge", `${path}/bridge`, subnet.bridge);
    checkSubnet6(path, subnet, report);
    for (const [place, host] of at(`${path}/hosts`, subnet.hosts)) {
      note(`${place}/mac`, subnet, "MAC (IPv6)", canonicalMac(host.mac));
      note(`${place}/duid`, subnet, "DUID", host.duid?.toLowerCase().replaceAll(":", ""));
      note(`${place}/address`, subnet, "address", canonical(host.address));
      checkInside(`${place}/address`, host.address, subnet.subnet, report);
      if ((host.mac === undefined) === (host.duid === undefined))
        report.add(
          "DHCP_HOST_NAME",
          place,
          "A DHCPv6 host is known by its MAC or by its DUID.",
          'Give it either "mac" or "duid".',
        );
    }
  }
  eachRepeat(
    hosts,
    ({ bridge, key }) => `${bridge}/${key}`,
    (path, first, { bridge, what }) =>
      report.add(
        "DHCP_HOST_TWICE",
        path,
        `This ${what} is served on bridge "${bridge}" already, at ${first}.`,
        "Name a station once on a bridge, and give an address once.",
      ),
  );
};

function checkSubnet(path: string, subnet: Dhcp, report: Report): void {
  family(`${path}/subnet`, subnet.subnet, 4, report);
  checkInside(`${path}/server`, subnet.server, subnet.subnet, report);
  if (subnet.gateway !== undefined) checkInside(`${path}/gateway`, subnet.gateway, subnet.subnet, report);
  for (const [place, server] of at(`${path}/dnsServers`, subnet.dnsServers)) family(place, server, 4, report);
  for (const [place, { destination, gateway }] of at(`${path}/routes`, subnet.routes)) {
    family(`${place}/destination`, destination, 4, report);
    family(`${place}/gateway`, gateway, 4, report);
  }
}

function checkSubnet6(path: string, subnet: Dhcp6, report: Report): void {
  family(`${path}/subnet`, subnet.subnet, 6, report);
  for (const [place, server] of at(`${path}/dnsServers`, subnet.dnsServers)) family(place, server, 6, report);
  if ((subnet.preferredLifetime ?? 43_200) > (subnet.validLifetime ?? 86_400))
    report.add(
      "LIFETIMES",
      `${path}/preferredLifetime`,
      "An address cannot be preferred longer than it is valid.",
      "Make the preferred lifetime at most the valid one (86400 when absent).",
    );
}

function checkOptions(path: string, options: readonly DhcpOption[] | undefined, report: Report): void {
  for (const [place, option] of at(path, options)) {
    const encoded = encodeOption(option);
    if (typeof encoded === "string")
      report.add("DHCP_OPTION", place, encoded, "Change the option or its values, or name another type.");
  }
}

/** An address or prefix is of the family that is meant. */
export function family(path: string, text: string, wanted: 4 | 6, report: Report): boolean {
  const found = (text.includes("/") ? parsePrefix(text) : parseIp(text))?.family;
  if (found === undefined || found === wanted) return found !== undefined;
  const message = `${text} is not IPv${wanted}.`;
  report.add("WRONG_FAMILY", path, message, `Write an IPv${wanted} one.`);
  return false;
}

/** A host's address inside the prefix. */
export function checkInside(path: string, text: string, within: string, report: Report): void {
  const prefix = parsePrefix(within);
  const ip = parseIp(text);
  if (prefix === undefined || ip === undefined) return;
  if (ip.family !== prefix.family || !contains(prefix, ip.bytes)) {
    const message = `${text} is not in ${within}.`;
    report.add("OUTSIDE_SUBNET", path, message, "Write an address of the prefix, or change that.");
    return;
  }
  const own: Prefix = { ...networkOf(prefix), bytes: ip.bytes };
  checkHostAddress(path, text, own, report);
}

function canonical(text: string): string | undefined {
  const ip = parseIp(text);
  return ip && formatIp(ip.bytes);
}

function canonicalMac(text: string | undefined): string | undefined {
  return text === undefined ? undefined : String(parseMac(text));
}
