// Flows, tunnels and learned state in the operator's words: what the HTTP interface and the program print. It must
// never change what it shows.
import { formatActions, formatKey, type Names } from "../../bindings/index.js";
import { DROP_NAMES, DROP_TEXT } from "../../bindings/layout.js";
import { describePath } from "../simulation/path.js";
import type { PathStep, Verdict } from "../simulation/verdict.js";
import { formatMac } from "../topology/addresses.js";
import type { Core } from "./core.js";
import type { EndedFlow, Flow } from "./flows/record.js";

export interface FlowView {
  /** Names it for good. */
  flow: number;
  /** The node's port that its packets come in by. */
  inPort: string;
  /** "in_port=0,eth_dst=…": the bits it matches. */
  match: string;
  actions: string;
  groups?: GroupView[];
  /** Name of the drop reason; absent when it forwards. */
  drop?: string;
  path: PathStep[];
  tags: number;
  /** Canonical mask it is installed under, 0..15. */
  mask: number;
  generation: number;
  ageMs: number;
  packets: number;
  bytes: number;
  /** The worker has it in force. */
  confirmed: boolean;
  /** How it ended, and what withdrew it; absent while it lives. */
  ended?: string;
  cause?: string;
}

/** What "select group=N" picks from. */
export interface GroupView {
  group: number;
  members: { actions: string; weight: number }[];
}

export interface VerdictView {
  result: Verdict["result"]["kind"];
  /** Drop reason and its sentence. */
  drop?: string;
  why?: string;
  /** What it waits on. */
  on?: { port: string; address: string };
  match: string;
  actions: string;
  path: PathStep[];
  generated: { actions: string; bytes: number }[];
}

export interface TunnelView {
  id: number;
  type: string;
  local: string;
  remote: string;
  udpPort?: number;
  state: "up" | "asking" | "down";
  /** Largest inner L3 packet, bytes. */
  mtu: number;
  flows: number;
  nextHops: { address: string; port: string; mac?: string }[];
}

export interface StationView {
  bridge: string;
  vlan: number;
  mac: string;
  where: string;
}

export interface NeighbourView {
  /** Router port, or the worker port of the underlay. */
  port: string;
  address: string;
  state: string;
  mac?: string;
  underlay: boolean;
}

/** Names of worker objects for printing: by the worker's ids. */
export function names(core: Core): Names {
  return {
    port: (id) => core.portNames[id],
    tunnel: (id) => tunnelName(core.underlay.tunnels.get(id)),
    meter: (id) => [...core.meters.list()].find((entry) => entry.id === id)?.meter.id,
  };
}

/** The same by the snapshot's. */
export function snapshotNames(core: Core): Names {
  return {
    port: (id) => core.portNames[id],
    tunnel: (id) => tunnelName(core.underlay.tunnels.get(core.underlay.tunnels.id(id))),
    meter: (id) => core.snapshot.meters[id]?.id,
  };
}

const tunnelName = (tunnel: { type: string; remote: string } | undefined): string | undefined =>
  tunnel && `${tunnel.type} to ${tunnel.remote}`;

export function flowView(core: Core, flow: Flow | EndedFlow, now: number): FlowView {
  const ended = "end" in flow;
  const groups = ended ? [] : flow.groupIds.map((id) => groupView(core, id));
  return {
    flow: flow.serial,
    inPort: core.portNames[flow.key[0]! | (flow.key[1]! << 8)] ?? "",
    match: formatKey(flow.key, ended ? flow.computed.mask : core.flows.masks.get(flow.maskId).mask),
    actions: formatActions(flow.actions, names(core)),
    ...(groups.length === 0 ? {} : { groups }),
    ...(flow.drop === undefined ? {} : { drop: DROP_NAMES[flow.drop] ?? String(flow.drop) }),
    path: describePath(flow.snapshot, flow),
    tags: flow.tags.length,
    mask: flow.maskId,
    generation: flow.generation,
    ageMs: Math.round((ended ? flow.endedAt : now) - flow.installedAt),
    packets: flow.packets,
    bytes: flow.bytes,
    confirmed: flow.confirmed,
    ...(ended ? { ended: flow.end } : {}),
    ...(ended && flow.cause !== undefined ? { cause: flow.cause.words(flow.tags) } : {}),
  };
}

function groupView(core: Core, id: number): GroupView {
  return {
    group: id,
    members: core.flows.groups.members(id).map(({ actionId, weight }) => {
      const list = core.flows.actions.bytes(actionId);
      return { actions: list === undefined ? "" : formatActions(list, names(core)), weight };
    }),
  };
}

export function verdictView(core: Core, key: Uint8Array, verdict: Verdict): VerdictView {
  const { result } = verdict;
  const named = snapshotNames(core);
  return {
    result: result.kind,
    ...(result.kind === "drop"
      ? { drop: DROP_NAMES[result.reason] ?? "", why: DROP_TEXT[result.reason] ?? "" }
      : {}),
    ...(result.kind === "wait" ? { on: { port: result.on.port, address: result.on.address } } : {}),
    match: formatKey(key, verdict.mask),
    actions:
      result.kind === "drop" ? `drop ${DROP_NAMES[result.reason]}` : formatActions(verdict.actions, named),
    path: describePath(core.snapshot, verdict),
    generated: verdict.generated.map(({ actions, data }) => ({
      actions: formatActions(actions, named),
      bytes: data.length,
    })),
  };
}

export function tunnelViews(core: Core): TunnelView[] {
  return [...core.underlay.tunnels.list()].map((tunnel) => ({
    id: tunnel.id,
    type: tunnel.type,
    local: tunnel.local,
    remote: tunnel.remote,
    ...(tunnel.type === "vxlan" ? { udpPort: tunnel.udpPort } : {}),
    state: core.underlay.tunnels.state(tunnel.id),
    mtu: tunnel.mtu,
    flows: core.flows.through(tunnel.id),
    nextHops: tunnel.hops.map(({ address, net, mac }) => ({
      address,
      port: core.portNames[net.port] ?? String(net.port),
      ...(mac === undefined ? {} : { mac: formatMac(mac) }),
    })),
  }));
}

export function stationViews(core: Core): StationView[] {
  return core.state.stations
    .list()
    .map(({ bridge, vlan, mac, where }) => ({ bridge, vlan, mac: formatMac(mac), where }));
}

export function neighbourViews(core: Core): NeighbourView[] {
  const routers = core.state.neighbours
    .list()
    .map(({ scope, address, state, mac }) => ({ port: scope, address, state, mac, underlay: false }));
  const hops = core.underlay.hops.list().map(({ port, address, state, mac }) => ({
    port: core.portNames[port] ?? "",
    address,
    state,
    mac,
    underlay: true,
  }));
  return [...routers, ...hops].map(({ mac, ...rest }) => ({
    ...rest,
    ...(mac === undefined ? {} : { mac: formatMac(mac) }),
  }));
}
