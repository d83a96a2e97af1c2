// Routing tables: declared routes, the connected prefixes of the ports and the ports' own addresses, grouped by
// destination prefix, then source prefix, then weight. Routes by a port that leads nowhere are left out.
import { MAX_GROUP_MEMBERS } from "../../../bindings/layout.js";
import { formatPrefix, networkOf, type Prefix, parseIp, parseIpOrPrefix } from "../../topology/addresses.js";
import type { Finding } from "../../topology/error.js";
import type { Route, Topology } from "../../topology/model.js";
import {
  LINK,
  ROUTE,
  type Snapshot,
  type VAddress,
  type VDevice,
  type VPort,
  type VRoute,
} from "../snapshot.js";
import { nameTag, tag } from "../tags.js";
import { AddressTries } from "../trie.js";
import { addressOf, type Names, noNeighbours, setNeighbour } from "./names.js";
import { answersOf, compileNat64 } from "./nat64.js";

const TYPES = {
  port: ROUTE.PORT,
  local: ROUTE.LOCAL,
  blackhole: ROUTE.BLACKHOLE,
  reject: ROUTE.REJECT,
} as const;
const DEFAULT_WEIGHT = 100;
/** A port's own address and link come before what is declared for the same prefix. */
const OWN_WEIGHT = -1;

interface Candidate {
  destination: Prefix;
  source: Prefix | null;
  weight: number;
  /** Null: its port leads nowhere. */
  route: VRoute | null;
}

export function compileRouters(
  topology: Topology,
  names: Names,
  devices: VDevice[],
  ports: VPort[],
  findings: Finding[],
): Snapshot["routes"] {
  const described: Snapshot["routes"] = [];
  linkRouters(devices, ports);
  for (const [number, router] of (topology.routers ?? []).entries()) {
    const device = devices[(topology.bridges ?? []).length + number]!;
    const own = device.ports.map((index) => ports[index]!);
    const candidates: Candidate[] = [];
    const add = (
      destination: Prefix,
      source: Prefix | null,
      weight: number,
      id: string,
      text: string,
      route: Omit<VRoute, "index" | "token">,
    ): void => {
      const index = described.push({ id, router: router.id, text }) - 1;
      const token = tokenOf(router.id, text, ports[route.port]?.id ?? "", route.gateway?.text ?? "");
      candidates.push({ destination, source, weight, route: { ...route, index, token } });
    };
    for (const port of own) {
      if (port.linkLocal !== null) {
        const { bytes, bits, text } = port.linkLocal;
        const ready = { family: 6 as const, bytes, length: bits, bits };
        const to = { type: ROUTE.LOCAL, port: port.index, gateway: null, share: 1, connected: false };
        add(ready, null, OWN_WEIGHT, `${port.id} ${text}`, `${text} is its own`, to);
      }
      for (const address of port.addresses) {
        const width = address.family === 4 ? 32 : 128;
        const at = { family: address.family, bytes: address.bytes };
        const host = { ...at, length: width, bits: 128 };
        const link = networkOf({ ...at, length: address.bits - 128 + width, bits: address.bits });
        const common = { port: port.index, gateway: null, share: 1 };
        add(host, null, OWN_WEIGHT, `${port.id} ${address.text}`, `${address.text} is its own`, {
          ...common,
          type: ROUTE.LOCAL,
          connected: false,
        });
        if (!leadsSomewhere(port) || address.bits === 128) continue;
        add(link, null, OWN_WEIGHT, port.id, `${formatPrefix(link)} is on the link of ${port.id}`, {
          ...common,
          type: ROUTE.PORT,
          connected: true,
        });
      }
    }
    for (const [index, route] of (router.routes ?? []).entries()) {
      const destination = parseIpOrPrefix(route.destination);
      const source = route.source === undefined ? null : parseIpOrPrefix(route.source);
      if (destination === undefined || source === undefined) continue;
      const compiled = compileRoute(route, names, own, ports);
      if (compiled === null) {
        const weight = route.weight ?? DEFAULT_WEIGHT;
        candidates.push({ destination: networkOf(destination), source, weight, route: null });
        continue;
      }
      const id = route.id ?? `${router.id}[${index}]`;
      add(networkOf(destination), source, route.weight ?? DEFAULT_WEIGHT, id, describe(route), compiled);
    }
    device.router = {
      ...table(router.id, candidates, (count, prefix) =>
        findings.push({
          code: "SIMULATION_UNSUPPORTED",
          path: `/routers/${number}/routes`,
          message: `Router ${router.id} has ${count} equal routes to ${prefix}; at most ${MAX_GROUP_MEMBERS} share traffic.`,
          remedy: `Give some of the routes to ${prefix} another weight.`,
        }),
      ),
      nat64: compileNat64(router),
    };
    for (const port of device.ports) ports[port]!.answers = answersOf(router, ports[port]!);
  }
  return described;
}

/** 64 bits that stay with a route of these names, so that its share of the traffic does too. */
function tokenOf(...names: string[]): bigint {
  const half = (kind: string): bigint => BigInt(nameTag(kind, ...names) >>> 0);
  return (half("route-token-high") << 32n) | half("route-token");
}

/** Two routers on one link know each other. */
function linkRouters(devices: readonly VDevice[], ports: readonly VPort[]): void {
  for (const port of ports) {
    if (port.link !== LINK.PEER || !port.towardsRouter || devices[port.device]?.kind !== 1) continue;
    const far = ports[port.target]!;
    port.neighbours = noNeighbours();
    for (const address of far.addresses) setNeighbour(port.neighbours, address.text, far.mac);
  }
}

/** Null when its port leads nowhere. */
function compileRoute(
  route: Route,
  names: Names,
  own: readonly VPort[],
  ports: readonly VPort[],
): Omit<VRoute, "index" | "token"> | null {
  const type = TYPES[route.type ?? "port"];
  const gateway = route.gateway === undefined ? null : gatewayOf(route.gateway);
  const share = Math.max(1, route.share ?? 1);
  if (type !== ROUTE.PORT) return { type, port: names.port(route.port), gateway, connected: false, share };
  const named = names.port(route.port);
  const port =
    named >= 0
      ? ports[named]!
      : own.find((one) => gateway !== null && one.addresses.some((a) => reaches(a, gateway)));
  if (port === undefined || !leadsSomewhere(port)) return null;
  return { type, port: port.index, gateway, connected: false, share };
}

function gatewayOf(text: string): VAddress | null {
  const ip = parseIp(text);
  return ip === undefined ? null : addressOf(ip, 128);
}

function reaches(own: VAddress, gateway: VAddress): boolean {
  if (own.family !== gateway.family) return false;
  for (let bit = 0; bit < own.bits; bit++) {
    if (((own.bytes[bit >> 3]! ^ gateway.bytes[bit >> 3]!) & (0x80 >> (bit & 7))) !== 0) return false;
  }
  return true;
}

const leadsSomewhere = (port: VPort): boolean => port.adminUp && LEADING.has(port.link);
const LEADING: ReadonlySet<number> = new Set([LINK.LOCAL, LINK.REMOTE, LINK.PEER, LINK.VTEP]);

function describe(route: Route): string {
  const by = route.gateway ?? route.port ?? route.type ?? "";
  return `${route.destination}${route.source === undefined ? "" : ` from ${route.source}`} by ${by}`;
}

function table(
  router: string,
  candidates: readonly Candidate[],
  tooMany: (count: number, prefix: string) => void,
): NonNullable<VDevice["router"]> {
  const routes = new AddressTries();
  const byPrefix = new Map<string, Candidate[]>();
  for (const one of candidates) {
    const text = formatPrefix(one.destination);
    byPrefix.set(text, [...(byPrefix.get(text) ?? []), one]);
  }
  const prefixes = [...byPrefix].map(([text, list], index) => {
    const { bytes, bits, family } = list[0]!.destination;
    routes.insert(bytes, bits, family, index);
    return {
      text,
      tag: tag.route(router, text),
      sources: sourcesOf(list, (count) => tooMany(count, text)),
    };
  });
  return {
    nat64: null,
    routes,
    prefixes,
    none4: tag.route(router, "0.0.0.0/0"),
    none6: tag.route(router, "::/0"),
  };
}

type Source = NonNullable<VDevice["router"]>["prefixes"][number]["sources"][number];

function sourcesOf(list: readonly Candidate[], tooMany: (count: number) => void): Source[] {
  const bySource = new Map<string, Candidate[]>();
  for (const one of list) {
    if (one.route === null) continue;
    const text = one.source === null || one.source.length === 0 ? "" : formatPrefix(networkOf(one.source));
    bySource.set(text, [...(bySource.get(text) ?? []), one]);
  }
  const sources = [...bySource].map(([text, group]): Source => {
    const source = text === "" ? null : networkOf(group[0]!.source!);
    const weights = [...new Set(group.map((one) => one.weight))].sort((a, b) => a - b);
    const classes = weights.map((weight) => {
      const routes = group.filter((one) => one.weight === weight).flatMap((one) => one.route ?? []);
      // A route that takes the packet itself cannot share it with others.
      const alone = routes.find((route) => route.type !== ROUTE.PORT);
      if (alone === undefined && routes.length > MAX_GROUP_MEMBERS) tooMany(routes.length);
      return alone === undefined ? routes : [alone];
    });
    return { bytes: source?.bytes ?? new Uint8Array(16), bits: source?.bits ?? 0, classes };
  });
  return sources.sort((a, b) => b.bits - a.bits);
}
