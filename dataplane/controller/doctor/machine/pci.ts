// PCI functions: what each is, who drives it, how it is linked, and where it sits.
import { type Netdev, readNetdevs } from "./netdevs.js";
import type { Tree } from "./tree.js";

/** One end of a PCIe link. 0: not told. */
export interface Link {
  /** GT/s negotiated. */
  speed: number;
  /** Lanes negotiated. */
  width: number;
  /** GT/s this end can do. */
  maxSpeed: number;
  maxWidth: number;
}

export interface PciFunction {
  /** "0000:03:00.0". */
  address: string;
  vendor: number;
  device: number;
  /** Class, subclass, programming interface. */
  class: number;
  /** "": none. */
  driver: string;
  /** NUMA node; -1: not told. */
  node: number;
  /** "": no IOMMU looks after it. */
  iommuGroup: string;
  link: Link;
  /** The bridge above; absent: there is none to be seen (a virtual machine). */
  upstream?: Link;
  /** Largest read it may ask of memory at once, bytes; 0: not told (other users than root see no more than a header). */
  readRequest: number;
  /** Virtual functions switched on. */
  virtualFunctions: number;
  netdevs: Netdev[];
}

const DEVICES = "sys/bus/pci/devices";

/** All functions by address. */
export function readPci(tree: Tree): Map<string, PciFunction> {
  return new Map(tree.list(DEVICES).map((address) => [address, readFunction(tree, address)]));
}

function readFunction(tree: Tree, address: string): PciFunction {
  const folder = `${DEVICES}/${address}`;
  const upstream = readLink(tree.above(folder));
  return {
    address,
    vendor: Number(tree.text(`${folder}/vendor`)),
    device: Number(tree.text(`${folder}/device`)),
    class: Number(tree.text(`${folder}/class`)),
    driver: tree.link(`${folder}/driver`),
    node: tree.number(`${folder}/numa_node`, -1),
    iommuGroup: tree.link(`${folder}/iommu_group`),
    link: readLink(tree, `${folder}/`),
    ...(upstream.maxSpeed > 0 && { upstream }),
    readRequest: readRequest(tree.bytes(`${folder}/config`)),
    virtualFunctions: tree.number(`${folder}/sriov_numvfs`),
    netdevs: readNetdevs(tree, `${folder}/net`),
  };
}

/** `folder` ends in a slash or is "". "Unknown" and 255 lanes are how the kernel writes what it was not told. */
function readLink(tree: Tree | undefined, folder = ""): Link {
  const speed = (name: string) => Number.parseFloat(tree?.text(`${folder}${name}_link_speed`) ?? "") || 0;
  const width = (name: string) => (tree?.number(`${folder}${name}_link_width`) ?? 0) % 255;
  return {
    speed: speed("current"),
    width: width("current"),
    maxSpeed: speed("max"),
    maxWidth: width("max"),
  };
}

/** PCI configuration space, little endian: where its list of capabilities starts, and PCI Express among them. */
const CAPABILITIES = 0x34;
const EXPRESS = 0x10;
const DEVICE_CONTROL = 8;

/** Max_Read_Request_Size of the device control register (PCI Express Base Specification 7.5.3.4). */
function readRequest(config: Buffer): number {
  for (let at = config[CAPABILITIES] ?? 0, seen = 0; at > 0 && seen < 48; at = config[at + 1] ?? 0, seen++)
    if (config[at] === EXPRESS && at + DEVICE_CONTROL + 2 <= config.length)
      return 128 << ((config.readUInt16LE(at + DEVICE_CONTROL) >> 12) & 7);
  return 0;
}
