// Network namespaces of one measurement, and what runs in them. Everything is named after this process and goes away
// with it; it must never touch an interface or namespace that is not its own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { BenchError } from "../error.js";
import { onLeaving } from "../leaving.js";

export class Spaces {
  private readonly names: string[] = [];
  private readonly children: ChildProcess[] = [];
  private readonly stay = onLeaving(() => this.abandon());

  /** A namespace with its loopback up; `label`: at most 6 letters. */
  add(label: string): string {
    const name = `elb${process.pid}${label}`;
    ip(`netns add ${name}`);
    this.names.push(name);
    this.run(name, "sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0");
    this.ip(name, "link set lo up");
    return name;
  }

  run(space: string, command: string, ...args: string[]): string {
    return output("ip", ["netns", "exec", space, command, ...args]);
  }

  ip(space: string, line: string): void {
    ip(`-n ${space} ${line}`);
  }

  /** Runs until the spaces close. */
  start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env });
    this.children.push(child);
    return child;
  }

  startIn(space: string, command: string, ...args: string[]): ChildProcess {
    return this.start("ip", ["netns", "exec", space, command, ...args]);
  }

  /** A wire between two namespaces. `plain`: what its ends send is cut and summed before it gets there. */
  wire([a, nameA]: [string, string], [b, nameB]: [string, string], plain = false): void {
    ip(`link add name ${nameA} netns ${a} type veth peer name ${nameB} netns ${b}`);
    for (const [space, name] of [
      [a, nameA],
      [b, nameB],
    ] as const) {
      if (plain) this.run(space, "ethtool", "-K", name, ..."tx off tso off gso off gro off".split(" "));
      this.ip(space, `link set ${name} up`);
    }
  }

  /** Ends what runs, then removes the namespaces. */
  async close(): Promise<void> {
    this.stay();
    for (const child of this.children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      await once(child, "exit");
      clearTimeout(late);
    }
    this.remove();
  }

  private abandon(): void {
    for (const child of this.children.splice(0)) child.kill("SIGINT");
    this.remove();
  }

  private remove(): void {
    for (const name of this.names.splice(0).reverse()) {
      for (const pid of output("ip", ["netns", "pids", name]).split("\n"))
        if (pid !== "") process.kill(Number(pid), "SIGKILL");
      ip(`netns delete ${name}`);
    }
  }
}

/** For a node that drains. */
const PATIENCE_MS = 10_000;

export const ip = (line: string): string => output("ip", line.split(" "));

function output(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new BenchError(
      "BENCH_COMMAND",
      `${command} ${args.join(" ")} failed: ${stderr.trim().split("\n").at(-1) || message}`,
      "run it as root on a kernel with network namespaces, veth, TAP and VXLAN",
    );
  }
}
