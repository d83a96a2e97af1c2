// The Linux kernel as the remote VTEP: one namespace with an underlay interface and a VXLAN device on it. It must never
// be told the node's MAC address: the kernel resolves it by ARP or ND like any router would.
import type { Netns } from "./netns.js";

export interface KernelVtepOptions {
  /** Interface of the namespace that is the underlay; it is up and has `local`. */
  underlay: string;
  local: string;
  /** Where everything goes that the device has not learned otherwise. */
  remote: string;
  vni: number;
  /** Inner addresses of the station behind it ("10.0.0.2/24"). */
  addresses: string[];
  /** Inner MTU; default: underlay 1500 less the outer headers. */
  mtu?: number;
  udpPort?: number;
  /** Fill in the outer UDP checksum, or leave it zero and take zero; default: zero over IPv4, filled over IPv6. */
  udpChecksum?: boolean;
}

/** Outer bytes that a VXLAN packet has in front of the inner IP packet, without the outer Ethernet header. */
export const vxlanOverhead = (remote: string): number => (remote.includes(":") ? 40 : 20) + 8 + 8 + 14;

/** Makes the device; its name. */
export async function kernelVtep(space: Netns, options: KernelVtepOptions): Promise<string> {
  const device = "vx0";
  const v6 = options.remote.includes(":");
  const mtu = options.mtu ?? 1500 - vxlanOverhead(options.remote);
  const filled = options.udpChecksum ?? v6;
  const six = filled ? "noudp6zerocsumtx noudp6zerocsumrx" : "udp6zerocsumtx udp6zerocsumrx";
  const checksum = v6 ? six : filled ? "udpcsum" : "noudpcsum";
  await space.ip(
    `link add ${device} mtu ${mtu} type vxlan id ${options.vni} local ${options.local} remote ${options.remote} ` +
      `dev ${options.underlay} dstport ${options.udpPort ?? 4789} ${checksum}`,
  );
  await space.address(device, ...options.addresses);
  return device;
}
