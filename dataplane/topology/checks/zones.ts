// Tunnel zones: a host once in each, one address family, no address shared by two hosts.
import { formatIp, parseIp } from "../addresses.js";
import { at, type Check, eachRepeat } from "./context.js";

export const checkZones: Check = ({ topology }, report) => {
  const addresses: [string, { host: string; address: string }][] = [];
  for (const [path, zone] of at("/tunnelZones", topology.tunnelZones)) {
    if (zone.udpPort !== undefined && zone.type !== "vxlan") {
      const message = `The zone "${zone.id}" is of type ${zone.type}, which has no UDP port.`;
      report.add("UDP_PORT_WITHOUT_VXLAN", `${path}/udpPort`, message, 'Remove "udpPort".');
    }
    eachRepeat(
      at(`${path}/hosts`, zone.hosts),
      ({ host }) => host,
      (place, first, { host }) =>
        report.add(
          "DUPLICATE_MEMBER",
          `${place}/host`,
          `The host "${host}" is ${first} already.`,
          "Name it once.",
        ),
    );
    const family = parseIp(zone.hosts[0]?.address ?? "")?.family;
    for (const [place, member] of at(`${path}/hosts`, zone.hosts)) {
      addresses.push([`${place}/address`, member]);
      const own = parseIp(member.address)?.family;
      if (own && family && own !== family) {
        const message = `${member.address} is IPv${own}, but the zone "${zone.id}" starts with IPv${family}.`;
        report.add("MIXED_FAMILIES", `${place}/address`, message, "Make one zone for each family.");
      }
    }
  }
  const owners = new Map<string, readonly [path: string, host: string]>();
  for (const [path, { host, address }] of addresses) {
    const ip = parseIp(address);
    if (!ip) continue;
    const first = owners.get(formatIp(ip.bytes));
    if (!first) owners.set(formatIp(ip.bytes), [path, host]);
    else if (first[1] !== host) {
      const message = `The tunnel address ${address} is that of host "${first[1]}" too, at ${first[0]}.`;
      report.add("DUPLICATE_TUNNEL_ADDRESS", path, message, "Give each host its own underlay address.");
    }
  }
};
