// The cards a profile's ports are on, or, without a profile, all cards of this machine that findings are known for.
import { pciAddress } from "../../profiles/device.js";
import type { PortProfile } from "../../profiles/port.js";
import type { Profile } from "../../profiles/profile.js";
import type { Machine } from "./machine/index.js";
import type { PciFunction } from "./machine/pci.js";

export interface Model {
  family: "mlx4" | "i40e";
  name: string;
  /** SR-IOV virtual function. */
  virtual: boolean;
  /** Knows tunnels. */
  tunnels: boolean;
}

/** One PCI function. */
export interface Card {
  model: Model;
  at: PciFunction;
  /** Ports of the profile on it; a ConnectX-3 may carry two. Empty without a profile. */
  ports: PortProfile[];
  /** "port up0 (0000:03:00.0)". */
  label: string;
}

const MELLANOX = 0x15b3;
const INTEL = 0x8086;
/** PCI device ids of net_i40e (DPDK 22.11) that are X710; its 40G, 25G and X722 kin behave alike. */
const I40E_IDS = [
  0x1572, 0x1580, 0x1581, 0x1583, 0x1584, 0x1585, 0x1586, 0x1589, 0x158a, 0x158b, 0x0d58, 0x15ff, 0x101f,
  0x104e, 0x104f, 0x0cf8, 0x374c, 0x37ce, 0x37cf, 0x37d0, 0x37d1, 0x37d2, 0x37d3,
];
const I40E_VF_IDS = [0x154c, 0x1889];

export function modelOf({ vendor, device }: PciFunction): Model | undefined {
  if (vendor === MELLANOX) {
    const mlx4 = { family: "mlx4", virtual: false, tunnels: false } as const;
    if (device === 0x1003) return { ...mlx4, name: "ConnectX-3" };
    if (device === 0x1007) return { ...mlx4, name: "ConnectX-3 Pro", tunnels: true };
    if (device === 0x1004) return { ...mlx4, name: "ConnectX-3 VF", virtual: true };
  }
  if (vendor === INTEL) {
    if (I40E_IDS.includes(device)) return { family: "i40e", name: "X710", virtual: false, tunnels: true };
    if (I40E_VF_IDS.includes(device))
      return { family: "i40e", name: "X710 VF", virtual: true, tunnels: false };
  }
  return undefined;
}

/** Value of one device argument: ("0000:03:00.0,port=1", "port") → "1". */
export function deviceArgument(device: string, name: string): string | undefined {
  const written = device.split(",").find((part) => part.startsWith(`${name}=`));
  return written?.slice(name.length + 1);
}

/** Which of its card's ports this one is, from 0; undefined: the device string does not say. */
export function portIndex({ device }: PortProfile): number | undefined {
  const written = deviceArgument(device, "port");
  return written === undefined ? undefined : Number(written);
}

export function cardsOf(machine: Machine, profile?: Profile): Card[] {
  return [...machine.pci.values()].flatMap((at) => {
    const model = modelOf(at);
    const ports = profile?.ports.filter(({ device }) => pciAddress(device) === at.address) ?? [];
    if (!model || (profile && ports.length === 0)) return [];
    const names = ports.map(({ name }) => name).join(" and ");
    const what = names === "" ? model.name : `port${ports.length > 1 ? "s" : ""} ${names}`;
    return [{ model, at, ports, label: `${what} (${at.address})` }];
  });
}
