// What one simulated packet comes to, and what the simulation may read. Types only: never behaviour.
import type { Snapshot } from "./snapshot.js";

/** 48-bit MAC as a number (exact in a double). */
export type Mac = number;

/** 32-bit hash (signed) naming one thing that was read; equal things have equal tags (see tags.ts). */
export type Tag = number;

/** One packet, as the upcall brings it. */
export interface Packet {
  /** 128 bytes, struct el_key; in_port is the worker's port id. */
  key: Uint8Array;
  /** The same memory as words in host byte order, where its maker has it: those are read faster. */
  keyWords?: Int32Array;
  /** The bytes as received (outer headers included), at most EL_SNAP of them. */
  data: Uint8Array;
  /** Whole length on arrival, bytes. */
  length: number;
  /** Where the packet that the key describes starts in data; 0 when not tunnelled. */
  innerOffset: number;
  /** Offsets from the start of data; 0 = absent. */
  l3Offset: number;
  l4Offset: number;
}

/** Why the worker asked again about a packet that a flow already covers. */
export interface Exception {
  kind: "ttl" | "tunnel-mtu" | "path-mtu";
  /** tunnel-mtu: largest L3 packet the tunnel takes. path-mtu: the limit that a CHECK_MTU of its flow names. Bytes. */
  mtu?: number;
  /** tunnel-mtu: mirrors copied packets of the flow that asks, so it may be one of their copies. */
  copied?: boolean;
}

/** Learned state, read by the simulation, written by the controller. Pure reads: same state, same answers. */
export interface LearnedState {
  /** Where a station was last seen: a port id, or "portId@remote" for a station behind a VTEP. */
  station(bridge: string, vlan: number, mac: Mac): string | undefined;
  /** A router port's neighbour: its MAC, "failed" (asked, no answer), or undefined (never asked). */
  neighbour(port: string, address: string): Mac | "failed" | undefined;
  /** The MAC last seen answering for an address on a bridge, in the VLAN (ARP and ND suppression). */
  bridgeNeighbour(bridge: string, address: string, vlan: number): Mac | undefined;
  /** Largest packet that routers on the way to a tunnel's remote said they take, bytes. */
  pathMtu?(remote: string): number | undefined;
  /** The active port of an L2 gateway; the preferred one where nobody knows. */
  gateway?(id: string): string | undefined;
}

/** What the controller must write into the learned state because of this packet; "station" also names the stations a
 * flow comes from, known ones too, so that they do not age while it lives. */
export type Learned =
  | { kind: "station"; bridge: string; vlan: number; mac: Mac; where: string }
  | { kind: "neighbour"; port: string; address: string; mac: Mac }
  | { kind: "bridge-neighbour"; bridge: string; vlan: number; address: string; mac: Mac }
  | { kind: "gateway"; gateway: string; port: string }
  | { kind: "underlay-neighbour"; port: number; address: string; mac: Mac }
  | { kind: "path-mtu"; remote: string; mtu: number };

/** A packet of the network's own (ARP, ICMP), its way out already simulated. */
export interface Generated {
  /** Encoded actions (edgelane.h), run on `data`. */
  actions: Uint8Array;
  data: Uint8Array;
  /** Worker port id it is counted by. */
  port: number;
  /** It is a request for this neighbour: to be sent only when one is due. */
  asks?: Wait;
  /** It is an ICMP error or a TCP reset: to be sent within a budget (RFC 1812 4.3.2.8, RFC 4443 2.4(f)). */
  error?: boolean;
}

/** The neighbour of a router port; `generated` asks for it (askNeighbour in neighbour.ts asks again). */
export type Wait = { kind: "neighbour"; port: string; address: string };

export type Result =
  /** Install actions under mask. */
  | { kind: "flow" }
  /** Install a drop flow; lifetimeMs 0 = as long as any flow. */
  | { kind: "drop"; reason: number; lifetimeMs: number }
  /** Run actions on this packet only: what was read cannot be a key, or the next one must be seen too. */
  | { kind: "once" }
  /** Nothing to install; `generated` may answer it. */
  | { kind: "consumed" }
  /** Park; simulate again when the answer is there. */
  | { kind: "wait"; on: Wait };

/** Members of one ECMP or balancing choice; SELECT records name it by its index in Verdict.groups. A member's own
 * list may end in SELECT of a group with a lower index, never a higher one. */
export interface Group {
  members: { actions: Uint8Array; weight: number; token: bigint }[];
}

/** One step of a path in the operator's words. */
export interface PathStep {
  /** What happened: "port-in", "bridge", "rule", "route", … */
  step: string;
  /** The operator's id of the object. */
  id: string;
  detail?: string;
  /** A rule's condition, in words. */
  text?: string;
}

/** A verdict is kept (its arrays are its own, and as long as what they hold) or lent by a Simulator: then all of it
 * is good until that simulator's next call, and of the longer arrays only the first so many elements count. */
export interface Verdict {
  result: Result;
  /** 128 bytes: exactly the bits of the original key that were read (in_port always). */
  mask: Uint8Array;
  /** The memory of `mask`: 32 words, host byte order. */
  maskWords: Int32Array;
  /** A bit for each word of the key that the walk wrote, anywhere on its way: from there on it is not the packet's. */
  rewritten: number;
  /** Encoded actions (edgelane.h); SELECT.group_id and ENCAP.tunnel_id: index in groups, snapshot tunnel id. */
  actions: Uint8Array;
  /** The memory of `actions`, host byte order. */
  actionWords: Int32Array;
  /** Bytes, a multiple of 8. */
  actionLength: number;
  groups: Group[];
  /** In the order they were met; one may stand there twice. */
  tags: Int32Array;
  tagCount: number;
  /** Steps of PATH_STRIDE numbers, indexes into the snapshot; describePath (path.ts) renders them. */
  path: Int32Array;
  /** Numbers, a multiple of PATH_STRIDE. */
  pathLength: number;
  generated: Generated[];
  learned: Learned[];
}

/** The one entry: deterministic, no clock, no randomness, no I/O. The verdict is the caller's own. */
export type Simulate = (
  snapshot: Snapshot,
  state: LearnedState,
  packet: Packet,
  exception?: Exception,
) => Verdict;
