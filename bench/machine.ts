// Which CPU measures, which does the rest, and where memory comes from. Must give back every page it reserved.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { BenchError } from "./error.js";
import { onLeaving } from "./leaving.js";

/** The CPU that only measures. */
export const MEASURED = cpus().length - 1;
/** The CPU of everything else. */
export const OTHER = 0;

const PAGES = "/proc/sys/vm/nr_hugepages";
const PAGE_MB = 2;

/** Puts this process, and with it all it starts, on the other CPU; DPDK's lcores pin themselves. */
export function stepAside(): void {
  if (MEASURED === OTHER)
    throw new BenchError(
      "BENCH_CPUS",
      "there is one CPU only: nothing can be measured beside a controller",
      "run it on a machine with two CPUs",
    );
  execFileSync("taskset", ["-acp", String(OTHER), String(process.pid)], { stdio: "ignore" });
}

const meminfo = (name: string): number =>
  Number(new RegExp(`^${name}: *(\\d+)`, "m").exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? 0);

/** MiB of memory that a process could get now. */
export const freeMb = (): number => Math.floor(meminfo("MemAvailable") / 1024);
const freePages = (): number => meminfo("HugePages_Free") - meminfo("HugePages_Rsvd");
const totalPages = (): number => Number(readFileSync(PAGES, "utf8"));

export interface Memory {
  /** Else pages of 4 KiB. */
  hugepages: boolean;
  /** Gives back what was reserved; once. */
  release(): void;
}

/** Makes sure of so many MiB in 2 MiB pages beyond what others use, if the machine gives them. */
export function reserve(megabytes: number): Memory {
  const nothing = { hugepages: false, release() {} };
  const short = Math.max(0, Math.ceil(megabytes / PAGE_MB) - freePages());
  const before = totalPages();
  try {
    if (short > 0) writeFileSync(PAGES, String(before + short));
  } catch {
    return nothing;
  }
  const added = totalPages() - before;
  const giveBack = (): void => {
    if (added > 0) writeFileSync(PAGES, String(Math.max(0, totalPages() - added)));
  };
  if (added < short) {
    giveBack();
    return nothing;
  }
  const stay = onLeaving(giveBack);
  const release = () => {
    stay();
    giveBack();
  };
  return { hugepages: true, release };
}
