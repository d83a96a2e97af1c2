// What an operator declares of the services at the network's edge, as types: DHCP, router advertisements, metadata.
// Times are seconds unless said otherwise. Never behaviour, never defaults.

/** An IPv4 subnet of a bridge, served at its exterior ports (RFC 2131). */
export interface Dhcp {
  id: string;
  bridge: string;
  /** Of the bridge; default: its untagged network. */
  vlan?: number;
  enabled?: boolean;
  /** Of the stations. */
  subnet: string;
  /** Address the answers come from; may be that of a router port on the bridge. */
  server: string;
  /** Default: of the router port with that address, else derived from the id. */
  serverMac?: string;
  gateway?: string;
  dnsServers?: string[];
  /** The least of this and of what links and tunnels carry is told. */
  mtu?: number;
  /** Default 86400; 4294967295 is for ever. */
  leaseTime?: number;
  /** Beside the default route by the gateway (RFC 3442). */
  routes?: DhcpRoute[];
  options?: DhcpOption[];
  hosts?: DhcpHost[];
}

export interface DhcpRoute {
  destination: string;
  /** 0.0.0.0: the destination is on the link. */
  gateway: string;
}

export interface DhcpOption {
  /** A name such as "ntp-servers", or a code. */
  option: string;
  /** Known from the name; "bytes" for a code without one. */
  type?:
    | "addresses"
    | "uint8"
    | "uint16"
    | "uint32"
    | "bool"
    | "cidrs"
    | "routes"
    | "domains"
    | "text"
    | "bytes";
  values: string[];
}

export interface DhcpHost {
  mac: string;
  address: string;
  name?: string;
  /** Before those of the subnet. */
  options?: DhcpOption[];
}

/** An IPv6 subnet of a bridge, served at its exterior ports (RFC 8415). */
export interface Dhcp6 {
  id: string;
  bridge: string;
  vlan?: number;
  enabled?: boolean;
  subnet: string;
  /** The server's DUID and link-local address are made of it; default: derived from the id. */
  serverMac?: string;
  /** Default 43200. */
  preferredLifetime?: number;
  /** Default 86400. */
  validLifetime?: number;
  dnsServers?: string[];
  domainSearch?: string[];
  /** Default true. */
  rapidCommit?: boolean;
  hosts?: Dhcp6Host[];
}

/** Exactly one of `mac` and `duid`. */
export interface Dhcp6Host {
  mac?: string;
  /** Hex digits. */
  duid?: string;
  address: string;
  name?: string;
}

/** What stations are told of a link and its router (RFC 4861 4.2). */
export interface RouterAdvertisement {
  managed?: boolean;
  otherConfig?: boolean;
  /** Default 1800; 0: no default router. */
  lifetime?: number;
  /** Default 64; 0: not told. */
  hopLimit?: number;
  mtu?: number;
  /** Milliseconds; default 0: not told. */
  reachableTime?: number;
  /** Milliseconds; default 0: not told. */
  retransTimer?: number;
  preference?: "low" | "medium" | "high";
  /** Default: those of the router port. */
  prefixes?: RaPrefix[];
  /** Behind this router, whoever the default one is (RFC 4191). */
  routes?: RaRoute[];
  dnsServers?: string[];
  domainSearch?: string[];
  /** Between unsolicited ones; default 600. */
  interval?: number;
  /** On a bridge: of the router it speaks for. */
  routerMac?: string;
  /** Link-local. */
  routerAddress?: string;
}

export interface RaPrefix {
  prefix: string;
  onLink?: boolean;
  autonomous?: boolean;
  /** Default 86400. */
  validLifetime?: number;
  /** Default 14400. */
  preferredLifetime?: number;
}

export interface RaRoute {
  prefix: string;
  preference?: "low" | "medium" | "high";
  /** Default: the router's. */
  lifetime?: number;
}

/** Guests' requests to the metadata address, sent to a proxy behind a router port of their host. */
export interface Metadata {
  id: string;
  port: string;
  proxy?: string;
  proxy6?: string;
  /** Where the proxy listens; default 80. */
  tcpPort?: number;
  /** The proxy sees each guest as one address of these. */
  sources?: string;
  sources6?: string;
  guests: MetadataGuest[];
}

export interface MetadataGuest {
  port: string;
  mac: string;
  address?: string;
  address6?: string;
  source?: string;
  source6?: string;
}
