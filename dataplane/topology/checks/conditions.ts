// Conditions that cannot mean what they say: two families in one rule, backward ranges, `not` of nothing.
import type { Family } from "../addresses.js";
import type { Condition } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

export const checkConditions: Check = ({ topology }, report) => {
  for (const [path, chain] of at("/chains", topology.chains))
    for (const [place, { match }] of at(`${path}/rules`, chain.rules))
      if (match) checkCondition(`${place}/match`, match, report);
  for (const [path, { match }] of at("/mirrors", topology.mirrors))
    if (match) checkCondition(`${path}/match`, match, report);
};

function checkCondition(path: string, match: Condition, report: Report): void {
  checkFamilies(path, match, report);
  checkFields(path, match, report);
  checkNot(path, match, report);
}

const ETHER_FAMILY: Readonly<Record<number, Family>> = { 2048: 4, 2054: 4, 34525: 6 };

/** An inverted field may be of the other family: "not from 10.0.0.0/8" is true of IPv6. */
function checkFamilies(path: string, match: Condition, report: Report): void {
  const not = match.not && new Set(match.not);
  let first: readonly [string, Family] | undefined;
  if (match.etherType !== undefined && !not?.has("etherType") && ETHER_FAMILY[match.etherType])
    first = ["etherType", ETHER_FAMILY[match.etherType]!];
  for (const key of ["source", "destination", "icmpDataSource", "icmpDataDestination"] as const) {
    const text = match[key];
    if (text === undefined || not?.has(key)) continue;
    const family = text.includes(":") ? 6 : 4;
    first ??= [key, family];
    if (first[1] === family) continue;
    const message = `${key} is IPv${family} but ${first[0]} is IPv${first[1]}: no packet is both.`;
    report.add("MIXED_FAMILIES", `${path}/${key}`, message, "Make one rule for each family.");
  }
}

function checkFields(path: string, match: Condition, report: Report): void {
  for (const key of ["sourcePorts", "destinationPorts"] as const) {
    const range = match[key];
    if (range && range.first > range.last) {
      const message = `The range ${range.first} to ${range.last} is empty.`;
      report.add("EMPTY_RANGE", `${path}/${key}`, message, `Write first ${range.last}, last ${range.first}.`);
    }
    if (range && match.fragments === "nonheader" && !match.not?.includes("fragments")) {
      const message = "Later fragments have no ports, so this never matches.";
      report.add("PORTS_OF_FRAGMENTS", `${path}/${key}`, message, `Remove "${key}", or "fragments".`);
    }
  }
  for (const key of ["srcMac", "dstMac"] as const)
    if (match[`${key}Mask`] !== undefined && match[key] === undefined)
      report.add("MASK_WITHOUT_MAC", `${path}/${key}Mask`, `There is no ${key} to mask.`, `Add "${key}".`);
  if (
    match.noVlan === true &&
    match.vlan !== undefined &&
    !match.not?.includes("noVlan") &&
    !match.not?.includes("vlan")
  )
    report.add(
      "VLAN_AND_NO_VLAN",
      `${path}/vlan`,
      "A frame without a tag has no VLAN.",
      'Remove "vlan" or "noVlan".',
    );
}

function checkNot(path: string, match: Condition, report: Report): void {
  for (const [place, key] of at(`${path}/not`, match.not)) {
    const invertible =
      Object.hasOwn(match, key) && !["invert", "not", "srcMacMask", "dstMacMask"].includes(key);
    if (!invertible) {
      const message = `"${key}" is no field of this condition that could be inverted.`;
      report.add("NOT_OF_NOTHING", place, message, `Add "${key}" to the condition, or remove it here.`);
    }
  }
  eachRepeat(
    at(`${path}/not`, match.not),
    (key) => key,
    (place, first, key) =>
      report.add("DUPLICATE_NOT", place, `"${key}" is ${first} already.`, "Name it once."),
  );
}
