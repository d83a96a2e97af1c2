// Hugepages by NUMA node, and what memory is left.
import type { Tree } from "./tree.js";

/** Hugepages of one size on one NUMA node. */
export interface Hugepages {
  node: number;
  /** KiB of one page. */
  pageKiB: number;
  total: number;
  free: number;
}

export interface Memory {
  hugepages: Hugepages[];
  /** MiB of ordinary memory. */
  available: number;
}

const NODES = "sys/devices/system/node";

export function readMemory(tree: Tree): Memory {
  const nodes = tree.list(NODES).filter((name) => /^node\d+$/.test(name));
  return {
    hugepages: nodes.length
      ? nodes.flatMap((name) => hugepagesOf(tree, `${NODES}/${name}/hugepages`, Number(name.slice(4))))
      : hugepagesOf(tree, "sys/kernel/mm/hugepages", 0),
    available: Math.floor(Number(/^MemAvailable:\s*(\d+)/m.exec(tree.text("proc/meminfo"))?.[1] ?? 0) / 1024),
  };
}

function hugepagesOf(tree: Tree, folder: string, node: number): Hugepages[] {
  return tree
    .list(folder)
    .map((name) => /^hugepages-(\d+)kB$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => ({
      node,
      pageKiB: Number(match[1]),
      total: tree.number(`${folder}/${match[0]}/nr_hugepages`),
      free: tree.number(`${folder}/${match[0]}/free_hugepages`),
    }));
}

/** MiB of free hugepages, on one node or on all. */
export function freeMiB(memory: Memory, node?: number): number {
  return memory.hugepages
    .filter((pages) => node === undefined || pages.node === node)
    .reduce((sum, pages) => sum + (pages.free * pages.pageKiB) / 1024, 0);
}
