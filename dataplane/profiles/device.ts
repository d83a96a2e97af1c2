// What a port's device string names: a PCI function, a TAP of the worker's own, or one of DPDK's virtual devices. Pure.
const PCI = /^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7](?=,|$)/i;

export function isPci(device: string): boolean {
  return PCI.test(device);
}

/** "0000:0a:00.0" in its one spelling, or undefined for a virtual device. */
export function pciAddress(device: string): string | undefined {
  const address = PCI.exec(device)?.[0].toLowerCase();
  return address && (/^[0-9a-f]{4}:/.test(address) ? address : `0000:${address}`);
}

/** A TAP with virtio headers, which the worker makes itself; net_tap is DPDK's. */
export function isTap(device: string): boolean {
  return device.startsWith("tap");
}

/** "tap0,iface=vm1" → "tap0". */
export function deviceName(device: string): string {
  return device.split(",", 1)[0]!;
}
