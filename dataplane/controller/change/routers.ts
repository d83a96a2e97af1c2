// What of a compiled router differs: routes by the prefix they are to, as packets find them, and translations.
import { KEY } from "../../../bindings/layout.js";
import { type Region, regionOfPrefix } from "../../simulation/region.js";
import {
  ROUTE,
  type VDevice,
  type VNat64,
  type VPrefix,
  type VRoute,
  type VRouter,
} from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { formatIp, formatPrefix, networkOf, type Prefix, parsePrefix } from "../../topology/addresses.js";
import type { Firing, Side } from "./firing.js";

const UNICAST = { dstMac: "00:00:00:00:00:00", dstMacMask: "01:00:00:00:00:00" } as const;

type Source = VPrefix["sources"][number];

/** `ports`: those that differ. */
export function routerRead(fire: Firing, a: VDevice, b: VDevice, ports: ReadonlySet<string>): void {
  const [before, after] = [byText(a.router!), byText(b.router!)];
  for (const text of candidates(fire, a, b, ports)) {
    const regions = differing(fire, before.get(text), after.get(text));
    if (regions.length > 0) prefixRead(fire, a.id, before, text, regions);
  }
  nat64Read(fire, a, a.router!.nat64, b.router!.nat64);
}

const byText = ({ prefixes }: VRouter): Map<string, VPrefix> =>
  new Map(prefixes.map((one) => [one.text, one]));

/** Prefixes whose routes may be others: where a port of the router is another, all. */
function candidates(fire: Firing, a: VDevice, b: VDevice, ports: ReadonlySet<string>): Iterable<string> {
  const { was, is } = fire;
  const touched =
    a.ports.some((index) => ports.has(was.port(index))) || b.ports.some((index) => ports.has(is.port(index)));
  if (touched) return new Set([...a.router!.prefixes, ...b.router!.prefixes].map(({ text }) => text));
  return fire.routes(a.id);
}

/** Where packets under the prefix fare otherwise: all of them, or those from some sources. */
function differing(fire: Firing, a: VPrefix | undefined, b: VPrefix | undefined): Region[] {
  const text = (a ?? b)?.text;
  const prefix = text === undefined ? undefined : parsePrefix(text);
  if (prefix === undefined) return [];
  const [before, after] = [sourcesOf(fire.was, a), sourcesOf(fire.is, b)];
  const regions: Region[] = [];
  // What is under it from elsewhere must come to name it too.
  if (a === undefined) return [regionOfPrefix(KEY.ip_dst, prefix)];
  for (const [name, { text: way, source }] of [
    ...before,
    ...[...after].filter(([one]) => !before.has(one)),
  ]) {
    if (before.has(name) && after.get(name)?.text === way) continue;
    const from: Prefix = {
      family: prefix.family,
      bytes: source.bytes,
      length: source.bits,
      bits: source.bits,
    };
    regions.push([
      ...regionOfPrefix(KEY.ip_dst, prefix),
      ...(source.bits === 0 ? [] : regionOfPrefix(KEY.ip_src, from)),
    ]);
  }
  return regions;
}

/** By source prefix, what becomes of its packets. */
function sourcesOf(side: Side, prefix: VPrefix | undefined): Map<string, { text: string; source: Source }> {
  return new Map(
    (prefix?.sources ?? []).map((source) => {
      const best = source.classes[0] ?? [];
      const alone = best.length === 1;
      const text = best.map((route) => routeText(side, route, alone)).sort();
      return [`${source.bits} ${source.bytes.join()}`, { text: text.join("; "), source }];
    }),
  );
}

function routeText(
  side: Side,
  { type, port, gateway, connected, share, token }: VRoute,
  alone: boolean,
): string {
  if (type !== ROUTE.PORT) return String(type);
  const way = `${side.port(port)} ${gateway?.text ?? ""} ${connected}`;
  return alone ? way : `${way} ${share} ${token}`;
}

/** Packets under the prefix that it resolves, or that another did so far. */
function prefixRead(
  fire: Firing,
  router: string,
  before: ReadonlyMap<string, VPrefix>,
  text: string,
  regions: Region[],
): void {
  fire.some({ tags: [tag.route(router, nearest(before, text))], regions });
}

/** The longest prefix that the table had for all under this one. */
function nearest(before: ReadonlyMap<string, unknown>, text: string): string {
  const prefix = parsePrefix(text)!;
  let name = text;
  for (let length = prefix.length; length >= 0; length--) {
    name = formatPrefix(networkOf({ ...prefix, length, bits: prefix.bits - (prefix.length - length) }));
    if (before.has(name)) break;
  }
  return name;
}

function nat64Read(fire: Firing, { tag: device }: VDevice, a: VNat64 | null, b: VNat64 | null): void {
  const prefixText = (one: VNat64 | null): string =>
    one === null ? "" : `${formatIp(one.prefix)}/${one.bits}`;
  const pairsOf = (one: VNat64 | null): string[] =>
    (one?.four ?? []).map((four, i) => `${formatIp(four)} ${formatIp(one!.six[i]!)}`);
  const regions: Region[] = [];
  const to = (destination: string, source?: string): void => {
    const from = source === undefined ? {} : { source };
    // What is sent to the router: groups are not.
    regions.push(fire.is.region({ destination, ...from, ...UNICAST }));
  };
  const [before, after] = [pairsOf(a), pairsOf(b)];
  const [was, is] = [prefixText(a), prefixText(b)];
  const other = was !== is;
  for (const one of other ? [was, is] : []) if (one !== "") to(one);
  const odd = other
    ? [...before, ...after]
    : [...before.filter((one) => !after.includes(one)), ...after.filter((one) => !before.includes(one))];
  for (const pair of odd) {
    const [four, six] = pair.split(" ") as [string, string];
    to(four);
    if (!other) to(is, six);
  }
  if (regions.length > 0) fire.some({ tags: [device], regions });
}
