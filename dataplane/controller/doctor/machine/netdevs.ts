// Network devices of the kernel: those of a card, and VXLAN devices with the UDP ports that are open.
import type { Tree } from "./tree.js";

/** `type` of an Ethernet and of an IP-over-InfiniBand device (if_arp.h). */
export const ARPHRD = { ETHER: 1, INFINIBAND: 32 } as const;
const IFF_UP = 1;

export interface Netdev {
  name: string;
  /** ARPHRD. */
  type: number;
  /** Which port of its card, from 0. */
  devPort: number;
  /** L3 bytes. */
  mtu: number;
  /** Bond or bridge it belongs to. */
  master: string;
}

/** `folder` holds one folder a device. */
export function readNetdevs(tree: Tree, folder: string): Netdev[] {
  return tree.list(folder).map((name) => ({
    name,
    type: tree.number(`${folder}/${name}/type`),
    devPort: tree.number(`${folder}/${name}/dev_port`),
    mtu: tree.number(`${folder}/${name}/mtu`),
    master: tree.link(`${folder}/${name}/master`),
  }));
}

/** Names of VXLAN devices that are up. */
export function readVxlans(tree: Tree): string[] {
  return tree.list("sys/class/net").filter((name) => {
    const folder = `sys/class/net/${name}`;
    const up = (Number(tree.text(`${folder}/flags`)) & IFF_UP) !== 0;
    return up && /^DEVTYPE=vxlan$/m.test(tree.text(`${folder}/uevent`));
  });
}

/** UDP ports open over IPv4, the kernel's own sockets among them; /sys does not tell a VXLAN device's port. */
export function readUdpPorts(tree: Tree): Set<number> {
  const lines = tree.text("proc/net/udp").split("\n");
  return new Set(
    lines
      .map((line) => /^\s*\d+: [0-9A-F]{8}:([0-9A-F]{4}) /.exec(line)?.[1])
      .filter((port) => port !== undefined)
      .map((port) => Number.parseInt(port, 16)),
  );
}
