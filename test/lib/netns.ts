// A laboratory of network namespaces: everything in it is named after this process and goes away when it closes, also
// after a failure. It must never touch an interface, namespace or process that is not its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processesOf } from "./leftovers.js";
import { Running, type RunOptions, run } from "./run.js";

const ours = /^el(\d+)[a-z]\w*$/;

/** Removes what a killed test process left: workers and namespaces whose process is gone. */
async function sweep(): Promise<void> {
  for (const { pid, words } of processesOf("edgelane-worker")) {
    const owner = Number(/\/el(\d+)[a-z]\w*\.start$/.exec(words.at(-1) ?? "")?.[1] ?? 0);
    if (owner !== 0 && !alive(owner)) process.kill(pid, "SIGKILL");
  }
  const list = await run("ip", ["-j", "netns", "list"]);
  const spaces = JSON.parse(list.stdout.trim() || "[]") as { name: string }[];
  for (const { name } of spaces) {
    const pid = Number(ours.exec(name)?.[1] ?? 0);
    if (pid === 0 || alive(pid)) continue;
    await run("ip", ["netns", "delete", name], { accept: "any" });
  }
}

/** Whether a process with this id runs. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** One network namespace. */
export class Netns {
  constructor(
    readonly lab: Lab,
    readonly name: string,
  ) {}

  run(command: string, args: readonly string[], options: RunOptions = {}) {
    return run(command, args, { ...options, netns: this.name });
  }

  /** Runs until the laboratory closes, unless it is stopped before. */
  spawn(command: string, args: readonly string[], options: RunOptions = {}): Running {
    return this.lab.spawn(command, args, { ...options, netns: this.name });
  }

  /** `ip` with one string of arguments. */
  async ip(line: string): Promise<string> {
    return (await this.run("ip", line.split(" "))).stdout;
  }

  /** Gives an interface its addresses ("10.0.0.1/24") and brings it up. */
  async address(device: string, ...addresses: string[]): Promise<void> {
    for (const address of addresses) {
      await this.ip(`address add ${address} dev ${device}${address.includes(":") ? " nodad" : ""}`);
    }
    await this.ip(`link set ${device} up`);
  }

  /** Sysctl settings, each "key=value". */
  async sysctl(...settings: string[]): Promise<void> {
    await this.run("sysctl", ["-qw", ...settings]);
  }

  async mac(device: string): Promise<string> {
    const [link] = JSON.parse(await this.ip(`-j link show dev ${device}`)) as { address: string }[];
    return link!.address;
  }

  /** Brings an interface of the test's own namespace in here, under another name. */
  async adopt(device: string, name: string): Promise<void> {
    await run("ip", ["link", "set", device, "netns", this.name, "name", name]);
  }

  /** One ping run: packets received. Extra arguments go before the target. */
  async ping(target: string, count = 3, extra: string[] = []): Promise<number> {
    const out = await this.pingText(target, count, extra);
    return Number(/(\d+) received/.exec(out)?.[1] ?? 0);
  }

  /** The words of ping itself: errors that came back are in it. */
  async pingText(target: string, count = 1, extra: string[] = []): Promise<string> {
    const args = ["-n", "-c", `${count}`, "-i", "0.2", "-W", "2", ...extra, target];
    const { stdout, stderr } = await this.run("ping", args, {
      accept: "any",
      timeoutMs: 20_000 + count * 2_500,
    });
    return stdout + stderr;
  }
}

/** What one test file builds; closed in afterAll. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), "edgelane-test-"));
  private readonly undo: (() => Promise<void> | void)[] = [];
  private readonly tag = `el${process.pid}`;

  static async open(): Promise<Lab> {
    await sweep();
    return new Lab();
  }

  /** A name for an interface or node, unique on this machine; `label`: at most 5 letters. */
  name(label: string): string {
    return `${this.tag}${label}`;
  }

  /** Runs at close, last one first. */
  atClose(action: () => Promise<void> | void): void {
    this.undo.push(action);
  }

  /** A namespace with its loopback up; duplicate address detection off, so that addresses work at once. */
  async netns(label: string): Promise<Netns> {
    const space = new Netns(this, this.name(label));
    await run("ip", ["netns", "add", space.name]);
    this.atClose(async () => {
      await run("ip", ["netns", "delete", space.name]);
    });
    await space.sysctl(
      "net.ipv6.conf.all.accept_dad=0",
      "net.ipv6.conf.default.accept_dad=0",
      "net.ipv6.conf.default.router_solicitations=0",
    );
    await space.ip("link set lo up");
    return space;
  }

  /** A wire: one end in each namespace (undefined: the test's own), without any offload. */
  async veth(
    a: Netns | undefined,
    nameA: string,
    b: Netns | undefined,
    nameB: string,
    mtu = 1500,
  ): Promise<void> {
    const at = (space: Netns | undefined) => (space === undefined ? [] : ["netns", space.name]);
    await run("ip", [
      ...["link", "add", "name", nameA, "mtu", `${mtu}`, ...at(a), "type", "veth"],
      ...["peer", "name", nameB, "mtu", `${mtu}`, ...at(b)],
    ]);
    for (const [space, name] of [[a, nameA] as const, [b, nameB] as const]) {
      const exec = space === undefined ? run : space.run.bind(space);
      if (space === undefined) {
        this.atClose(async () => {
          await run("ip", ["link", "delete", name], { accept: "any" });
        });
      }
      await exec("ethtool", ["-K", name, "tx", "off", "tso", "off", "gso", "off", "gro", "off"]);
      // The kernel must not speak on an end that only the node listens to.
      if (space === undefined) await run("sysctl", ["-qw", `net.ipv6.conf.${name}.disable_ipv6=1`]);
      await exec("ip", ["link", "set", name, "up"]);
    }
  }

  spawn(command: string, args: readonly string[], options: RunOptions = {}): Running {
    const child = new Running(command, args, options);
    this.atClose(async () => {
      await child.stop();
    });
    return child;
  }

  /** Ends and removes everything, whatever fails on the way; then throws the first failure. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const action of this.undo.splice(0).reverse()) {
      try {
        await action();
      } catch (error) {
        failures.push(error);
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  }
}
