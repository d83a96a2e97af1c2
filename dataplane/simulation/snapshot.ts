// The topology as one host's simulation needs it: indexed, parsed, resolved. Built once a revision; never mutated.

/** What the node itself adds to the declared topology. */
export interface NodeFacts {
  /** Topology host id. */
  host: string;
  /** Worker port ids by the profile's port names. */
  ports: ReadonlyMap<string, number>;
  /** Underlay ports: worker port id, VLAN (0 = none), own MAC and addresses ("192.0.2.1/24"). */
  underlay: readonly { port: number; vlan: number; mac: number; addresses: readonly string[] }[];
}

/** A tunnel this host may send into; its id is its index, and the worker's tunnel_id. */
export interface Tunnel {
  id: number;
  type: "vxlan" | "gre";
  local: string;
  remote: string;
  udpPort: number;
}
