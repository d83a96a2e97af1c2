// Generated from dataplane/topology/records.schema.json by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.

/** One packet the worker asked about, and what it was told. */
export interface Upcall {
  /** CLOCK_MONOTONIC, ns. */
  timeNs: number;
  /** Worker port id. */
  port: number;
  /** Rx queue. */
  queue: number;
  /** enum el_upcall_reason. */
  reason: number;
  /** Whole packet, bytes, outer headers included. */
  length: number;
  /** struct el_key, 128 bytes. */
  key: Uint8Array;
  /** The packet's first bytes. */
  data: Uint8Array;
  /** Id of the flow that asked; absent on a miss. */
  flow?: number;
  /** Where the packet that the key describes starts in data. */
  innerOffset?: number;
  /** From the start of data; absent when there is none. */
  l3Offset?: number;
  /** From the start of data; absent when there is none. */
  l4Offset?: number;
  /** What the simulation said; absent while undecided. */
  verdict?: UpcallVerdict;
  /** What goes with the reason: a tunnel's MTU, a PUNT's argument. */
  arg?: number;
}

/** What one simulated packet came to. */
export interface UpcallVerdict {
  /** As in the simulation's verdict. */
  result: "flow" | "drop" | "once" | "consumed" | "wait";
  /** enum el_drop; with result drop. */
  dropReason?: number;
  /** Bits of the key that were read, 128 bytes. */
  mask: Uint8Array;
  /** Encoded action list. */
  actions: Uint8Array;
  /** Devices, rules and routes in order. */
  path: PathStep[];
  /** Topology revision it was simulated with. */
  revision?: string;
  /** What it does, in words that are equal on every node exactly when it does the same. */
  did?: string;
}

/** One step of a path. */
export interface PathStep {
  /** What happened. */
  step: string;
  /** The operator's id of the object. */
  id: string;
  /** More, for people. */
  detail?: string;
}

/** What heads a file of upcall records: all that a simulation needs besides them and a topology. */
export interface Recording {
  /** Version of this format. */
  version: 1;
  /** Topology host whose node it is. */
  host: string;
  /** Topology in force at the start. */
  revision: string;
  /** Devices one packet may cross. */
  maxDevices: number;
  /** Names of the worker's ports, by id. */
  ports: string[];
  /** The node's own legs. */
  underlay: RecordedLeg[];
  /** What was learned at the start. */
  state: State;
}

/** One underlay network on one port. */
export interface RecordedLeg {
  /** Worker port id. */
  port: number;
  /** 0 = untagged. */
  vlan: number;
  /** 48 bits as a number. */
  mac: number;
  /** With prefix length. */
  addresses: string[];
  /** L3 bytes. */
  mtu?: number;
}

/** What a node learned and keeps over a restart. */
export interface State {
  /** Version of this format. */
  version: 1;
  /** Host whose state it is. */
  host: string;
  /** Unix time, ms. */
  savedMs?: number;
  /** Bridge MAC tables. */
  stations: StationEntry[];
  /** Router ports' ARP and ND tables. */
  neighbours: NeighbourEntry[];
  /** Address to MAC, for suppression. */
  bridgeNeighbours: BridgeNeighbourEntry[];
  /** Told by ICMP on the underlay. */
  pathMtus: PathMtuEntry[];
}

/** Where a station was last seen. */
export interface StationEntry {
  /** Bridge id. */
  bridge: string;
  /** VID; 0 = untagged. */
  vlan: number;
  /** 48 bits as a number. */
  mac: number;
  /** Port id, or portId@remote behind a VTEP. */
  where: string;
  /** Unix time, ms. */
  seenMs: number;
}

/** A router port's resolved neighbour. */
export interface NeighbourEntry {
  /** Router port id. */
  port: string;
  /** IPv4 or IPv6. */
  address: string;
  /** 48 bits as a number. */
  mac: number;
  /** Unix time, ms. */
  seenMs: number;
}

/** The MAC last seen answering for an address. */
export interface BridgeNeighbourEntry {
  /** Bridge id. */
  bridge: string;
  /** IPv4 or IPv6. */
  address: string;
  /** 48 bits as a number. */
  mac: number;
  /** VID; untagged when absent. */
  vlan?: number;
  /** Unix time, ms. */
  seenMs: number;
}

/** The largest packet a remote tunnel address takes. */
export interface PathMtuEntry {
  /** Tunnel address. */
  remote: string;
  /** L3 bytes. */
  mtu: number;
  /** Unix time, ms. */
  seenMs: number;
}
