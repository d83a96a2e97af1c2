// What fits into this host's tunnels, as far as its own links decide: what guests are told. Pure.
import { parseIp, parsePrefix, sameIp } from "../../topology/addresses.js";
import type { NodeFacts, Tunnel, TunnelKind } from "../snapshot.js";

/** Bytes in front of the inner L3 packet: outer IP, UDP and VXLAN or GRE with key, inner Ethernet. */
export function overhead(type: TunnelKind, family: 4 | 6): number {
  return (family === 4 ? 20 : 40) + (type === "vxlan" ? 8 + 8 : 8) + 14;
}

/** The largest inner L3 packet that every tunnel takes, bytes; Infinity where there are none. */
export function overlayMtu(tunnels: readonly Tunnel[], { underlay }: NodeFacts): number {
  return Math.min(
    ...tunnels.map(({ type, local }) => {
      const own = parseIp(local);
      const net = underlay.find(({ addresses }) =>
        addresses.some((text) => {
          const prefix = parsePrefix(text);
          return own !== undefined && prefix !== undefined && sameIp(prefix.bytes, own.bytes);
        }),
      );
      return net?.mtu === undefined || own === undefined ? Infinity : net.mtu - overhead(type, own.family);
    }),
  );
}
