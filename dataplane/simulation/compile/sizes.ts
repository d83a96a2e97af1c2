// How large packets are that come and go by a port, as far as this host knows.
import { parseIp } from "../../topology/addresses.js";
import type { Port } from "../../topology/model.js";
import { LINK, type NodeFacts, type TunnelKind, type VPort } from "../snapshot.js";
import { overhead } from "./overlay-mtu.js";

/** Bytes of IP and TCP headers without options (RFC 9293 3.7.1). */
const HEADERS = { 4: 40, 6: 60 } as const;
const USUAL_MTU = 1500;

type Sizes = Pick<VPort, "mtu" | "most" | "mss4" | "mss6">;

/** `peer`: the other end of its link. `tunnel`: what a port of another host is reached by. */
export function sizesOf(
  port: Port,
  link: number,
  peer: Port | undefined,
  tunnel: { type: TunnelKind; local: string } | undefined,
  facts: NodeFacts,
): Sizes {
  const interfaceMtu =
    link === LINK.LOCAL && port.interface !== undefined ? (facts.mtus?.get(port.interface) ?? 0) : 0;
  const own = port.mtu ?? interfaceMtu;
  const mtu = link === LINK.PEER ? least(own, peer?.mtu ?? 0) : own;
  const through = tunnelMtu(port, tunnel, facts);
  const most = link === LINK.VTEP ? through : interfaceMtu;
  if (port.mssClamp === undefined) return { mtu, most, mss4: 0, mss6: 0 };
  const way = least(mtu, through) || USUAL_MTU;
  const mss = (family: 4 | 6): number => Math.max(1, port.mssClamp || way - HEADERS[family]);
  return { mtu, most, mss4: mss(4), mss6: mss(6) };
}

/** Largest packet inside the tunnels of the port; 0: none, or not known. */
function tunnelMtu(
  { vtep }: Port,
  tunnel: { type: TunnelKind; local: string } | undefined,
  { underlay }: NodeFacts,
): number {
  const mtus = underlay.flatMap(({ mtu }) => mtu ?? []);
  const type = vtep?.type ?? tunnel?.type;
  if (type === undefined || mtus.length < underlay.length || mtus.length === 0) return 0;
  const family = parseIp(tunnel?.local ?? vtep?.remotes[0]?.address ?? "")?.family ?? 4;
  return Math.max(...mtus) - overhead(type, family);
}

/** What all of the ports take, where that is less than usual; 0: any. */
export function linkMtu(ports: readonly Pick<VPort, "mtu">[]): number {
  const mtu = ports.reduce((so, port) => least(so, port.mtu), USUAL_MTU);
  return mtu < USUAL_MTU ? mtu : 0;
}

/** The smaller of two, of which 0 is none. */
const least = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b));
