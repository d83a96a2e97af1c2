// Ports: each name and device once, a device DPDK could know, frames that fit into a chain of mbufs.

import { at, eachRepeat } from "../../topology/checks/context.js";
import type { Report } from "../../topology/report.js";
import { deviceName, isPci, isTap, pciAddress } from "../device.js";
import { MAX_FRAME, MAX_SEGMENTS } from "../limits.js";
import type { PortProfile } from "../port.js";
import type { Profile } from "../profile.js";
import { checkWishes } from "./wishes.js";

const VIRTUAL = /^(net_|eth_|virtio_user|tap)[a-z0-9_]*(?=,|$)/;
/** The worker's own TAP takes one argument. Interface names: IFNAMSIZ - 1 letters. */
const TAP = /^tap[^,]*(,iface=[^,/\s]{1,15})?$/;
/** Ethernet header and one VLAN tag. */
const L2_BYTES = 18;

export function checkPorts(profile: Profile, report: Report): void {
  eachRepeat(
    at("/ports", profile.ports),
    ({ name }) => name,
    (path, first, { name }) => {
      const message = `The port name "${name}" is taken by ${first}.`;
      report.add("DUPLICATE_NAME", `${path}/name`, message, "Give each port its own name.");
    },
  );
  eachRepeat(at("/ports", profile.ports), deviceKey, (path, first, { device }) => {
    const message = `The device ${deviceName(device)} is used by ${first} already.`;
    report.add("DUPLICATE_DEVICE", `${path}/device`, message, "Give each port its own device.");
  });
  for (const [path, port] of at("/ports", profile.ports)) {
    if (!isPci(port.device) && !VIRTUAL.test(port.device)) {
      const message = `"${port.device}" is neither a PCI address nor a TAP nor a DPDK device.`;
      const remedy = 'Write a PCI address such as 0000:01:00.0, or a device such as "tap0,iface=vm1".';
      report.add("BAD_DEVICE", `${path}/device`, message, remedy);
    }
    if (isTap(port.device) && !TAP.test(port.device)) {
      const message = `"${port.device}" is a TAP, which takes the name of its interface, and nothing else.`;
      const remedy =
        'Write "tap0,iface=vm1" with a name of at most 15 letters, or "net_tap0,..." for DPDK\'s own.';
      report.add("BAD_DEVICE", `${path}/device`, message, remedy);
    }
    checkFrame(path, port, profile, report);
    checkWishes(path, port, report);
  }
}

function checkFrame(path: string, { name, mtu }: PortProfile, { mbufs }: Profile, report: Report): void {
  const frame = mtu + L2_BYTES;
  if (frame > MAX_FRAME)
    report.add(
      "OUT_OF_RANGE",
      `${path}/mtu`,
      `An MTU of ${mtu} is out of range.`,
      `Write at most ${MAX_FRAME - L2_BYTES}.`,
    );
  else if (frame > mbufs.size * MAX_SEGMENTS) {
    const message = `A frame of port "${name}" takes ${frame} bytes, more than ${MAX_SEGMENTS} mbufs of ${mbufs.size} hold.`;
    const least = Math.ceil(frame / MAX_SEGMENTS / 64) * 64;
    report.add(
      "MTU_OVER_MBUFS",
      `${path}/mtu`,
      message,
      `Set /mbufs/size to ${least} or more, or lower the MTU.`,
    );
  }
}

/** One PCI function may have several ethdevs, told apart by the argument port=N. */
function deviceKey({ device }: PortProfile): string {
  const full = pciAddress(device) ?? deviceName(device).toLowerCase();
  const part = isPci(device) ? /,port=(\d+)/.exec(device) : null;
  return part ? `${full},port=${part[1]}` : full;
}
