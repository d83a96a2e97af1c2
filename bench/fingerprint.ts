// The machine and the build that numbers belong to. A number without it means nothing.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../bindings/index.js";
import { MEASURED, OTHER } from "./machine.js";

export interface Fingerprint {
  cpu: string;
  cpus: number;
  /** True: a virtual machine, whose host may take time away unseen. */
  virtual: boolean;
  caches: string;
  memory_gib: number;
  thp: string;
  kernel: string;
  dpdk: string;
  /** Open vSwitch with DPDK, where there is one. */
  ovs: string;
  compiler: string;
  march: string;
  node: string;
  commit: string;
  /** The checkout differs from the commit. */
  dirty: boolean;
  measured_cpu: number;
  other_cpu: number;
  /** One-minute load average as it began: above 0.5, others were at work too. */
  load: number;
  date: string;
}

const OVS = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";

function said(program: string, ...words: string[]): string {
  try {
    return execFileSync(program, words, {
      cwd: packageRoot,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}

function buildOption(name: string): string {
  const path = join(packageRoot, "build/c/meson-info/intro-buildoptions.json");
  if (!existsSync(path)) return "unknown";
  const options = JSON.parse(readFileSync(path, "utf8")) as { name: string; value: unknown }[];
  return String(options.find((option) => option.name === name)?.value ?? "unknown");
}

export function fingerprint(): Fingerprint {
  const info = readFileSync("/proc/cpuinfo", "utf8");
  const of = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, "m").exec(info)?.[1] ?? "unknown";
  const cache = (level: number) =>
    `L${level === 1 ? "1d" : level} ${said("cat", `/sys/devices/system/cpu/cpu${MEASURED}/cache/index${level === 1 ? 0 : level}/size`)}`;
  return {
    cpu: `${of("model name")}, family ${of("cpu family")} model ${of("model")}`,
    cpus: info.match(/^processor/gm)?.length ?? 0,
    virtual: / hypervisor /.test(of("flags")),
    caches: [1, 2, 3].map(cache).join(", "),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    thp: /\[(\w+)\]/.exec(said("cat", "/sys/kernel/mm/transparent_hugepage/enabled"))?.[1] ?? "unknown",
    kernel: release(),
    dpdk: said("pkg-config", "--modversion", "libdpdk"),
    ovs: said(OVS, "--version").split("\n")[0]!,
    compiler: said("cc", "--version").split("\n")[0]!,
    march: buildOption("march"),
    node: process.versions.node,
    commit: said("git", "rev-parse", "--short", "HEAD"),
    dirty: said("git", "status", "--porcelain", "--untracked-files=no") !== "",
    measured_cpu: MEASURED,
    other_cpu: OTHER,
    load: Number(loadavg()[0]!.toFixed(2)),
    date: new Date().toISOString(),
  };
}
