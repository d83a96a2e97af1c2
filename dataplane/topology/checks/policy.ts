// Security groups and anti-spoofing that say what they mean: no group that seems to remember connections, no rule that
// can never match, no group of ports whose addresses nobody knows.
import type { SecurityRule } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

const WITH_PORTS: ReadonlySet<number> = new Set([1, 6, 17, 58, 132]);

export const checkPolicy: Check = ({ topology, securityGroups }, report) => {
  for (const [path, group] of at("/securityGroups", topology.securityGroups)) {
    if (group.stateless !== true)
      report.add(
        "STATEFUL_GROUP",
        `${path}/stateless`,
        `The security group "${group.id}" would have to remember connections to let answers pass, which this build does not do.`,
        'Add "stateless": true, and "replies": true to the rules whose answers may pass.',
      );
    for (const [place, rule] of at(`${path}/rules`, group.rules)) checkRule(place, rule, report);
  }
  const named = new Set(
    [...securityGroups.values()].flatMap(({ rules }) =>
      rules.flatMap(({ remoteGroup }) => remoteGroup ?? []),
    ),
  );
  for (const [path, port] of at("/ports", topology.ports)) {
    for (const key of ["securityGroups", "antiSpoof"] as const)
      if (port[key] !== undefined && port.host === undefined) {
        const message = "Only ports with a guest behind them have one to guard or to mistrust.";
        report.add(
          "POLICY_OF_INTERIOR_PORT",
          `${path}/${key}`,
          message,
          `Remove "${key}", or bind the port to a host.`,
        );
      }
    for (const [place, group] of at(`${path}/securityGroups`, port.securityGroups))
      if (named.has(group) && port.antiSpoof === undefined) {
        const message = `A rule names the addresses of security group "${group}", and those of port "${port.id}" are not known.`;
        report.add("MEMBER_WITHOUT_ADDRESS", place, message, 'Add "antiSpoof" with its MAC and addresses.');
      }
    eachRepeat(
      at(`${path}/antiSpoof/pairs`, port.antiSpoof?.pairs),
      ({ mac }) => mac.toLowerCase(),
      (place, first, { mac }) =>
        report.add(
          "DUPLICATE_PAIR",
          `${place}/mac`,
          `${mac} is ${first} already.`,
          "Put all its addresses there.",
        ),
    );
  }
};

function checkRule(path: string, rule: SecurityRule, report: Report): void {
  const { remotePrefix, remoteGroup, family, ports, protocol } = rule;
  if (remotePrefix !== undefined && remoteGroup !== undefined) {
    const message = "A rule has one kind of remote: a prefix or a group.";
    report.add("TWO_REMOTES", `${path}/remoteGroup`, message, "Make two rules of it.");
  }
  if (
    remotePrefix !== undefined &&
    family !== undefined &&
    (family === "ipv6") !== remotePrefix.includes(":")
  ) {
    const message = `${remotePrefix} is no ${family} prefix.`;
    report.add(
      "MIXED_FAMILIES",
      `${path}/remotePrefix`,
      message,
      'Remove "family", or make one rule for each.',
    );
  }
  if (ports === undefined) return;
  if (ports.first > ports.last) {
    const message = `The range ${ports.first} to ${ports.last} is empty.`;
    report.add("EMPTY_RANGE", `${path}/ports`, message, `Write first ${ports.last}, last ${ports.first}.`);
  }
  if (protocol === undefined || !WITH_PORTS.has(protocol)) {
    const message = `${protocol === undefined ? "A packet of any protocol" : `Protocol ${protocol}`} has no ports.`;
    report.add("PORTS_WITHOUT_PROTOCOL", `${path}/ports`, message, 'Add "protocol": 6 for TCP, 17 for UDP.');
  }
}
