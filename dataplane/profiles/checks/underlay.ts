// Underlay: known ports, each (port, VLAN) once, own addresses that do not overlap, gateways that are on the link.
import {
  contains,
  formatIp,
  networkOf,
  overlaps,
  type Prefix,
  parseIp,
  parsePrefix,
  sameIp,
} from "../../topology/addresses.js";
import { at, eachRepeat } from "../../topology/checks/context.js";
import { checkHostAddress } from "../../topology/checks/networks.js";
import type { Report } from "../../topology/report.js";
import { MAX_ENDPOINTS, MAX_NEXTHOPS } from "../limits.js";
import type { Profile, UnderlayProfile } from "../profile.js";

/** RFC 8200 5: every IPv6 link carries this. */
const IPV6_MIN_MTU = 1280;

export function checkUnderlay(profile: Profile, report: Report): void {
  eachRepeat(
    at("/underlay", profile.underlay),
    ({ port, vlan }) => `${port}/${vlan ?? 0}`,
    (path, first, { port, vlan }) => {
      const what = vlan === undefined ? "the untagged network" : `VLAN ${vlan}`;
      const message = `On port "${port}", ${what} is ${first} already.`;
      report.add("DUPLICATE_UNDERLAY", path, message, "Put all its addresses into one entry.");
    },
  );
  const taken: [string, Prefix][] = [];
  for (const [path, entry] of at("/underlay", profile.underlay)) {
    checkPort(path, entry, profile, report);
    const own = ownAddresses(path, entry, report);
    checkDisjoint(own, taken, report);
    taken.push(...own);
    const prefixes = own.map(([, prefix]) => prefix);
    checkGateways(path, entry, prefixes, report);
    if (entry.mtu < IPV6_MIN_MTU && prefixes.some(({ family }) => family === 6)) {
      const message = `IPv6 needs an MTU of ${IPV6_MIN_MTU}, not ${entry.mtu}.`;
      report.add("MTU_TOO_SMALL", `${path}/mtu`, message, `Write ${IPV6_MIN_MTU} or more.`);
    }
  }
  if (taken.length > MAX_ENDPOINTS)
    report.add(
      "TOO_MANY",
      "/underlay",
      `There are ${taken.length} addresses.`,
      `Keep at most ${MAX_ENDPOINTS}.`,
    );
}

function checkPort(path: string, { port, mtu }: UnderlayProfile, { ports }: Profile, report: Report): void {
  const known = ports.find(({ name }) => name === port);
  if (!known) {
    report.add("UNKNOWN_PORT", `${path}/port`, `There is no port "${port}".`, "Name one of /ports.");
  } else if (mtu > known.mtu) {
    const message = `An MTU of ${mtu} is more than the ${known.mtu} of port "${port}".`;
    report.add("MTU_OVER_PORT", `${path}/mtu`, message, "Raise the port's, or lower this.");
  }
}

function ownAddresses(path: string, entry: UnderlayProfile, report: Report): [string, Prefix][] {
  return [...at(`${path}/addresses`, entry.addresses)].flatMap(([place, text]): [string, Prefix][] => {
    const prefix = parsePrefix(text);
    if (prefix) checkHostAddress(place, text, prefix, report);
    return prefix ? [[place, prefix]] : [];
  });
}

/** Several addresses may share one subnet of one entry; no subnet is on two. */
function checkDisjoint(
  own: readonly [string, Prefix][],
  taken: readonly [string, Prefix][],
  report: Report,
): void {
  eachRepeat(
    own,
    ({ bytes }) => formatIp(bytes),
    (path, first, { bytes }) =>
      report.add("DUPLICATE_ADDRESS", path, `${formatIp(bytes)} is ${first} already.`, "Write it once."),
  );
  for (const [path, prefix] of own) {
    const other = taken.find(([, earlier]) => overlaps(earlier, prefix));
    if (!other) continue;
    const message = `This subnet overlaps that of ${other[0]}, on another port or VLAN.`;
    report.add("OVERLAPPING_SUBNETS", path, message, "Give each underlay network its own subnet.");
  }
}

function checkGateways(
  path: string,
  { gateways }: UnderlayProfile,
  own: readonly Prefix[],
  report: Report,
): void {
  for (const [place, text] of at(`${path}/gateways`, gateways)) {
    const gateway = parseIp(text);
    if (!gateway) continue;
    if (own.some(({ bytes }) => sameIp(bytes, gateway.bytes)))
      report.add(
        "GATEWAY_IS_SELF",
        place,
        `The gateway ${text} is an own address.`,
        "Name the neighbour's address.",
      );
    else if (!own.some((prefix) => contains(networkOf(prefix), gateway.bytes)))
      report.add(
        "GATEWAY_OFF_LINK",
        place,
        `The gateway ${text} is on no subnet here.`,
        "Name a neighbour on the link.",
      );
  }
  eachRepeat(
    at(`${path}/gateways`, gateways),
    (text) => text.toLowerCase(),
    (place, first, text) =>
      report.add("DUPLICATE_GATEWAY", place, `${text} is ${first} already.`, "Write it once."),
  );
  for (const family of [4, 6]) {
    const count = gateways.filter((text) => parseIp(text)?.family === family).length;
    if (count <= MAX_NEXTHOPS) continue;
    const message = `There are ${count} IPv${family} gateways.`;
    report.add("TOO_MANY", `${path}/gateways`, message, `Keep at most ${MAX_NEXTHOPS} of one family.`);
  }
}
