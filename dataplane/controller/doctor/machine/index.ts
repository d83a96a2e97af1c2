// What this machine is, read from /sys, /proc and /dev below a root that may be a captured tree. It changes nothing
// and judges nothing.
import { type Cpus, readCpus } from "./cpus.js";
import { type I40eLog, i40eLog, readKernelLog } from "./kernel-log.js";
import { type Memory, readMemory } from "./memory.js";
import { type Mlx4Card, type Mlx4Drivers, readMlx4Card, readMlx4Drivers } from "./mlx4.js";
import { readUdpPorts, readVxlans } from "./netdevs.js";
import { type PciFunction, readPci } from "./pci.js";
import { type Process, readProcess } from "./process.js";
import { Tree } from "./tree.js";
import { readVfio, type Vfio } from "./vfio.js";

/** The facts that findings are made from. */
export interface Machine {
  process: Process;
  cpus: Cpus;
  memory: Memory;
  pci: ReadonlyMap<string, PciFunction>;
  vfio: Vfio;
  /** Kernel VXLAN devices that are up. */
  vxlans: string[];
  /** UDP ports open over IPv4. */
  udpPorts: ReadonlySet<number>;
  mlx4: Mlx4Drivers;
  /** Of one ConnectX-3, by PCI address. */
  mlx4Card(address: string): Mlx4Card;
  /** Of one X710, by PCI address. */
  i40e(address: string): I40eLog;
}

/** Reads the machine; `root` is "/" or the root of a captured tree. */
export function readMachine(root = "/"): Machine {
  const tree = new Tree(root);
  let log: string[] | undefined;
  return {
    process: readProcess(tree),
    cpus: readCpus(tree),
    memory: readMemory(tree),
    pci: readPci(tree),
    vfio: readVfio(tree),
    vxlans: readVxlans(tree),
    udpPorts: readUdpPorts(tree),
    mlx4: readMlx4Drivers(tree),
    mlx4Card: (address) => readMlx4Card(tree, address),
    i40e: (address) => {
      log ??= readKernelLog(root);
      return i40eLog(log, address);
    },
  };
}
