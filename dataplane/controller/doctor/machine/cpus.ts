// CPUs: which may be used, where each sits, what else runs there, and how wide its vectors are.
import { cpuList, type Tree } from "./tree.js";

export interface Cpu {
  id: number;
  /** NUMA node. */
  node: number;
  /** All CPUs of the same core, itself among them. */
  siblings: number[];
  /** Of cpufreq; "" if the frequency is not this system's to set. */
  governor: string;
}

export interface Cpus {
  /** CPUs this process may run on. */
  allowed: number[];
  all: ReadonlyMap<number, Cpu>;
  isolated: ReadonlySet<number>;
  /** CPUs without a timer tick; undefined: this kernel has no such mode. */
  nohzFull?: ReadonlySet<number>;
  intel: boolean;
  /** Instruction sets, as /proc/cpuinfo names them. */
  flags: ReadonlySet<string>;
}

const CPU = "sys/devices/system/cpu";

export function readCpus(tree: Tree): Cpus {
  const online = cpuList(tree.text(`${CPU}/online`));
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(tree.text("proc/self/status"))?.[1];
  const info = tree.text("proc/cpuinfo");
  return {
    allowed: allowed ? cpuList(allowed) : online,
    all: new Map(online.map((id) => [id, readCpu(tree, id)])),
    isolated: new Set(cpuList(tree.text(`${CPU}/isolated`))),
    ...(tree.exists(`${CPU}/nohz_full`) && {
      nohzFull: new Set(cpuList(tree.text(`${CPU}/nohz_full`))),
    }),
    intel: /^vendor_id\s*:\s*GenuineIntel/m.test(info),
    flags: new Set(/^flags\s*:\s*(.*)$/m.exec(info)?.[1]?.split(" ")),
  };
}

function readCpu(tree: Tree, id: number): Cpu {
  const folder = `${CPU}/cpu${id}`;
  const node = tree.list(folder).find((name) => /^node\d+$/.test(name));
  const siblings = cpuList(tree.text(`${folder}/topology/thread_siblings_list`));
  return {
    id,
    node: node ? Number(node.slice(4)) : 0,
    siblings: siblings.length > 0 ? siblings : [id],
    governor: tree.text(`${folder}/cpufreq/scaling_governor`),
  };
}
