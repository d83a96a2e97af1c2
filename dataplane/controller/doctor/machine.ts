// What this machine is, read from /sys and /proc below a root that tests may set. Never changes anything.
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Hugepages of one size on one NUMA node. */
export interface Hugepages {
  node: number;
  /** KiB of one page. */
  pageKiB: number;
  total: number;
  free: number;
}

/** The facts that findings are made from. */
export interface Machine {
  root: boolean;
  /** CPUs this process may run on. */
  cpus: number[];
  hugepages: Hugepages[];
  /** /dev/net/tun can be opened. */
  tun: boolean;
  /** PCI addresses and the kernel driver each is bound to ("" = none). */
  pci: Map<string, string>;
  /** MiB. */
  memoryAvailable: number;
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

/** "0-2,5" as numbers. */
export function cpuList(written: string): number[] {
  return written
    .split(",")
    .filter((part) => part !== "")
    .flatMap((part) => {
      const [first, last] = part.split("-").map(Number);
      return Array.from({ length: (last ?? first!) - first! + 1 }, (_, i) => first! + i);
    });
}

function hugepagesOf(folder: string, node: number): Hugepages[] {
  return list(folder)
    .map((name) => /^hugepages-(\d+)kB$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => ({
      node,
      pageKiB: Number(match[1]),
      total: Number(text(join(folder, match[0], "nr_hugepages"))),
      free: Number(text(join(folder, match[0], "free_hugepages"))),
    }));
}

/** Reads the machine; `at` is "/" or the root of a captured tree. */
export function readMachine(at = "/", uid = process.getuid?.() ?? -1): Machine {
  const sys = join(at, "sys");
  const nodes = list(join(sys, "devices/system/node")).filter((name) => /^node\d+$/.test(name));
  const hugepages = nodes.length
    ? nodes.flatMap((name) =>
        hugepagesOf(join(sys, "devices/system/node", name, "hugepages"), Number(name.slice(4))),
      )
    : hugepagesOf(join(sys, "kernel/mm/hugepages"), 0);
  const devices = join(sys, "bus/pci/devices");
  const status = text(join(at, "proc/self/status"));
  let tun = true;
  try {
    accessSync(join(at, "dev/net/tun"), constants.R_OK | constants.W_OK);
  } catch {
    tun = false;
  }
  return {
    root: uid === 0,
    cpus: cpuList(
      /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? text(join(sys, "devices/system/cpu/online")),
    ),
    hugepages,
    tun,
    pci: new Map(
      list(devices).map((address) => {
        const uevent = text(join(devices, address, "uevent"));
        return [address, /^DRIVER=(\S+)/m.exec(uevent)?.[1] ?? ""];
      }),
    ),
    memoryAvailable: Math.floor(
      Number(/^MemAvailable:\s*(\d+)/m.exec(text(join(at, "proc/meminfo")))?.[1] ?? 0) / 1024,
    ),
  };
}
