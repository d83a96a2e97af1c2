// What a judge looks at, and commands that several remedies share. A judge reads facts only and changes nothing.
import { pciAddress } from "../../../profiles/device.js";
import type { Profile } from "../../../profiles/profile.js";
import { spreadQueues } from "../../../profiles/spread.js";
import type { Card } from "../cards.js";
import type { Finding } from "../codes.js";
import type { Machine } from "../machine/index.js";

export interface Situation {
  machine: Machine;
  /** Absent: what any profile would meet. */
  profile?: Profile;
  cards: readonly Card[];
  lcores: readonly Lcore[];
}

export interface Lcore {
  cpu: number;
  /** Cards whose queues it polls. */
  cards: Card[];
}

export type Judge = (situation: Situation) => Finding[];

/** Lcores as `run` would spread them. */
export function lcoresOf(machine: Machine, cards: readonly Card[], profile?: Profile): Lcore[] {
  if (!profile) return [];
  return spreadQueues(profile, machine.cpus.allowed).map(({ lcore, queues }) => {
    const polled = new Set(queues.map(({ port }) => pciAddress(profile.ports[port]!.device)));
    return { cpu: lcore, cards: cards.filter(({ at }) => polled.has(at.address)) };
  });
}

/** The folder of a function below /sys. */
export function sysfs(address: string): string {
  return `/sys/bus/pci/devices/${address}`;
}

/** Gives a function to vfio-pci. */
export function bindVfio(address: string): string {
  return `modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci ${address}`;
}

/** Adds words to the kernel's command line; they hold from the next boot. */
export function bootWith(words: string): string {
  return `sed -i 's/^GRUB_CMDLINE_LINUX="/&${words} /' /etc/default/grub && update-grub && reboot`;
}

/** Sets an option of mlx4_core; it holds from the next boot. */
export function mlx4Option(option: string): string {
  return `echo "options mlx4_core ${option}" >> /etc/modprobe.d/edgelane-mlx4.conf && update-initramfs -u && reboot`;
}
