// What an exterior port serves whoever is at it, compiled: leases, advertisements, the way to a metadata proxy. Types
// only: never behaviour.
import type { VAddress } from "./snapshot.js";
import type { Mac, Tag } from "./verdict.js";

export interface VEdge {
  /** Of the VLAN of the port's bridge. */
  dhcp: VDhcp | null;
  dhcp6: VDhcp6 | null;
  /** One each for the routers of the link, the bridge's own first. */
  ras: readonly VRa[];
  /** The port's guest asks a metadata proxy. */
  guest: VGuest | null;
  /** The port leads to a metadata proxy. */
  hook: VHook | null;
  /** What it serves to tagged frames, by VLAN; null: nothing. */
  tagged: ReadonlyMap<number, VEdge> | null;
}

/** A MAC and the same as the words of a key hold it in eth_dst. */
export interface VMac {
  mac: Mac;
  head: number;
  tail: number;
}

export interface VDhcp {
  subnets: readonly VSubnet[];
  leases: ReadonlyMap<Mac, VLease>;
  /** Base of a tag for each MAC: whether it has a lease. */
  leaseTag: Tag;
  /** Largest packet that the port and the routers on its link take; 0: not known. */
  linkMtu: number;
}

export interface VSubnet {
  id: string;
  server: VAddress;
  at: VMac;
  /** Nobody else answers ARP for the server. */
  answersArp: boolean;
  leaseTime: number;
}

export interface VLease {
  subnet: VSubnet;
  /** 16 bytes, mapped. */
  address: Uint8Array;
  /** By code, in the order they are told to one who does not say what it wants. */
  options: ReadonlyMap<number, Uint8Array>;
}

export interface VDhcp6 {
  subnets: readonly VSubnet6[];
  byMac: ReadonlyMap<Mac, VLease6>;
  /** By hex digits. */
  byDuid: ReadonlyMap<string, VLease6>;
}

export interface VSubnet6 {
  id: string;
  mac: Mac;
  /** Link-local, 16 bytes. */
  server: Uint8Array;
  duid: Uint8Array;
  prefix: VAddress;
  preferred: number;
  valid: number;
  rapidCommit: boolean;
  /** By code. */
  options: ReadonlyMap<number, Uint8Array>;
}

export interface VLease6 {
  subnet: VSubnet6;
  address: Uint8Array;
  /** Client FQDN option's content (RFC 4704), or null. */
  name: Uint8Array | null;
}

export interface VRa {
  mac: Mac;
  /** Link-local, 16 bytes. */
  source: Uint8Array;
  /** The ICMPv6 message, its checksum zero. */
  message: Uint8Array;
  /** Milliseconds between unsolicited ones. */
  intervalMs: number;
}

/** What the hook's proxy sees a guest as, by family; null: not served. */
export interface VGuest {
  /** The guest's port, the hook's port. */
  port: number;
  hookPort: number;
  mac: Mac;
  /** MAC that answers for the metadata address. */
  own: Mac;
  tcpPort: number;
  four: VGuestSide | null;
  six: VGuestSide | null;
}

/** 16 bytes each. */
export interface VGuestSide {
  guest: Uint8Array;
  source: Uint8Array;
  proxy: VAddress;
}

export interface VHook {
  tcpPort: number;
  proxy4: VAddress | null;
  proxy6: VAddress | null;
  /** By the address the proxy sees, as text. */
  guests: ReadonlyMap<string, VGuest>;
}
