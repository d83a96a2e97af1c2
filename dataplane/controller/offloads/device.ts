// The device a port's plan is made for when no worker runs: what is documented of the card, or of the virtual device,
// and what this machine adds to it.
import { cardDevice, type Device } from "../../../bindings/index.js";
import { STEERING } from "../../../bindings/layout.js";
import { CARDS, cardOfId, deviceName, type PortProfile, pciAddress } from "../../profiles/index.js";
import type { Machine } from "../doctor/machine/index.js";

/** What a plan needs to know of a machine. */
export interface Surroundings {
  /** PCI addresses and what is there: "15b3:1007". */
  devices: ReadonlyMap<string, string>;
  /** Kernel's side of a ConnectX-3; absent: taken to be as edgelane check asks for. */
  mlx4?: { steering: number; vxlanPorts: readonly number[] };
}

export interface Planned {
  device: Device;
  /** What the plan rests on, as a phrase. */
  basis: string;
}

/** By driver, as libedgelane calls virtual devices. */
const VIRTUAL: readonly [RegExp, string][] = [
  [/^(net|eth)_tap/, "tap"],
  [/^(net|eth)_vhost/, "vhost"],
];

/** Undefined: nothing is documented of it; a running worker will tell. */
export function documentedDevice(port: PortProfile, around: Surroundings): Planned | undefined {
  const address = pciAddress(port.device);
  if (address === undefined) {
    const name = deviceName(port.device);
    const device = cardDevice(VIRTUAL.find(([driver]) => driver.test(name))?.[1] ?? "");
    return device && { device, basis: `documented ${device.driver}` };
  }
  const id = around.devices.get(address);
  const device = cardDevice(id ?? port.card ?? "") ?? cardDevice(port.card ?? "");
  if (device === undefined) return undefined;
  const card = port.card ?? cardOfId(id ?? "");
  const title = card ? CARDS[card].title : id;
  const where = id === undefined ? `no device at ${address}` : `found at ${address}`;
  const kernel =
    device.driver === "net_mlx4" ? kernelSide(port, id === undefined ? undefined : around.mlx4) : {};
  return { device: { ...device, ...kernel }, basis: `documented ${title}, ${where}` };
}

/** What /sys and /proc add to a ConnectX-3 that is there. */
export function surroundings({ pci, mlx4, vxlans, udpPorts }: Machine): Surroundings {
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  return {
    devices: new Map(
      [...pci].map(([address, { vendor, device }]) => [address, `${hex(vendor)}:${hex(device)}`]),
    ),
    mlx4: { steering: steeringOf(mlx4.steering), vxlanPorts: vxlans.length > 0 ? [...udpPorts] : [] },
  };
}

/** log_num_mgm_entry_size: above 0 not device-managed; else its value without sign is a mask, of which 4 is static A0. */
function steeringOf(size: number | undefined): number {
  if (size === undefined) return STEERING.UNKNOWN;
  if (size > 0) return STEERING.B0;
  return -size & 4 ? STEERING.STATIC_A0 : STEERING.DMFS;
}

function kernelSide(
  { vxlanPorts: [wished = 0] }: PortProfile,
  mlx4: Surroundings["mlx4"],
): Pick<Device, "steering" | "kernel_vxlan_port"> {
  if (mlx4 === undefined) return { steering: STEERING.DMFS, kernel_vxlan_port: wished };
  return { steering: mlx4.steering, kernel_vxlan_port: mlx4.vxlanPorts.includes(wished) ? wished : 0 };
}
