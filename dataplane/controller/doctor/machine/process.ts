// What this process may do: user, capabilities, limits. It tries nothing out.
import type { Tree } from "./tree.js";

/** Bits of CapEff (capability.h). */
export const CAPABILITY = { NET_ADMIN: 12, NET_RAW: 13, IPC_LOCK: 14 } as const;
export type Capability = keyof typeof CAPABILITY;

export interface Process {
  root: boolean;
  /** Capabilities of CAPABILITY in effect. */
  capabilities: ReadonlySet<Capability>;
  /** MiB it may lock in memory; Infinity: no limit. */
  memlockMiB: number;
  /** /dev/net/tun can be opened. */
  tun: boolean;
}

export function readProcess(tree: Tree): Process {
  const status = tree.text("proc/self/status");
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const memlock = /^Max locked memory\s+(\S+)/m.exec(tree.text("proc/self/limits"))?.[1] ?? "unlimited";
  const names = Object.keys(CAPABILITY) as Capability[];
  return {
    root: /^Uid:\s*\d+\s+0\b/m.test(status),
    capabilities: new Set(names.filter((name) => (effective >> BigInt(CAPABILITY[name])) & 1n)),
    memlockMiB: memlock === "unlimited" ? Number.POSITIVE_INFINITY : Number(memlock) / 2 ** 20,
    tun: tree.usable("dev/net/tun"),
  };
}
