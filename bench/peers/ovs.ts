// Open vSwitch with DPDK, of our own: a database and a switch in a folder and a network namespace of their own, the
// polling thread on the measured CPU, all else on the other. Must never touch the system's Open vSwitch.
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { BenchError } from "../error.js";
import { onLeaving } from "../leaving.js";
import { MEASURED, OTHER } from "../machine.js";
import { pinnedThread } from "../oncore.js";
import { ask } from "./unixctl.js";

const PROGRAM = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";
const SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
const INSTALL = "apt-get install -y openvswitch-switch-dpdk";
const START_MS = 30_000;
const END_MS = 10_000;
/** Megaflows it may hold: else it begins at 10000 and grows by a thousand each round of its revalidator. */
const FLOW_LIMIT = 400_000;
const AN_HOUR_MS = 3_600_000;
/** Its shared pool of 262144 mbufs for an MTU of 1500 (or 2000), and some. */
export const OVS_MB = 1100;

const run = promisify(execFile);

/** Why it cannot run here; undefined where it can. */
export function ovsMissing(): string | undefined {
  if (!existsSync(PROGRAM)) return `Open vSwitch with DPDK is not installed: ${INSTALL}`;
  if (process.getuid?.() !== 0) return "it needs root for its network namespace and hugepages: sudo";
  if (spawnSync("unshare", ["-n", "true"]).status !== 0) return "no network namespace can be made here";
  return undefined;
}

/** "3.1.0". */
export function ovsVersion(): string {
  const { stdout } = spawnSync(PROGRAM, ["--version"], { encoding: "utf8" });
  return /\(Open vSwitch\) (\S+)/.exec(stdout ?? "")?.[1] ?? "unknown";
}

let serial = 0;

export class Ovs {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #children: ChildProcess[] = [];
  readonly #gone: () => void;
  /** Aborted when a process of it has ended: nobody then answers. */
  readonly #alive = new AbortController();
  #ended = "";

  /** Up, without a bridge. Needs OVS_MB of free 2 MiB pages. Throws BenchError BENCH_OVS. */
  static async start(folder: string): Promise<Ovs> {
    const missing = ovsMissing();
    if (missing !== undefined) throw new BenchError("BENCH_OVS", missing, INSTALL);
    const ovs = new Ovs(folder);
    try {
      await ovs.#start();
      return ovs;
    } catch (cause) {
      await ovs.close();
      throw cause;
    }
  }

  private constructor(folder: string) {
    this.#folder = mkdtempSync(join(folder, "ovs-"));
    const names = ["OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR", "RUNTIME_DIRECTORY"];
    this.#env = { ...process.env, ...Object.fromEntries(names.map((name) => [name, this.#folder])) };
    this.#gone = onLeaving(() => {
      for (const child of this.#children) child.kill("SIGKILL");
    });
  }

  /** The switch. */
  get pid(): number {
    return this.#children[1]!.pid!;
  }

  /** Its polling thread, there is one as soon as there is a port. */
  get thread(): string {
    const thread = pinnedThread(this.pid, MEASURED);
    if (thread === undefined) throw this.#broken("has no thread on the measured CPU");
    return thread;
  }

  /** ovs-vsctl; back when the switch has done it. */
  async vsctl(...words: string[]): Promise<string> {
    return this.#run("ovs-vsctl", `--db=unix:${this.#at("db.sock")}`, "--timeout=60", ...words);
  }

  /** ovs-appctl. */
  ctl(command: string, ...words: string[]): Promise<string> {
    return ask(this.#at("switch.ctl"), command, ...words);
  }

  /** ovs-ofctl COMMAND BRIDGE WORDS... */
  async ofctl(bridge: string, command: string, ...words: string[]): Promise<string> {
    const options = command.startsWith("add-") ? ["--bundle"] : [];
    return this.#run("ovs-ofctl", "-O", "OpenFlow13", ...options, command, this.#bridge(bridge), ...words);
  }

  /** Adds rules, or replaces the actions of those that match the same. */
  async rules(bridge: string, lines: readonly string[]): Promise<void> {
    const file = this.#at(`${bridge}.rules`);
    writeFileSync(file, `${lines.join("\n")}\n`);
    await this.ofctl(bridge, "add-flows", file);
  }

  async bridge(name: string, mac: string): Promise<void> {
    const set = ["--", "set", "Bridge", name, "datapath_type=netdev", "fail-mode=secure"];
    await this.vsctl("add-br", name, ...set, `other-config:hwaddr="${mac}"`);
  }

  /** A DPDK port with this OpenFlow number. */
  async port(bridge: string, name: string, device: string, number: number, mtu = 1500): Promise<void> {
    const set = ["--", "set", "Interface", name, "type=dpdk", `ofport_request=${number}`];
    const options = [`mtu_request=${mtu}`, `options:dpdk-devargs="${device}"`];
    await this.vsctl("add-port", bridge, name, ...set, ...options);
    const error = (await this.vsctl("get", "Interface", name, "error")).trim();
    if (error !== "[]") throw this.#broken(`refused port ${name}: ${error}`);
  }

  /** It lowers its limit on flows itself when a round of its revalidator took long, as after new rules. */
  async liftLimit(): Promise<void> {
    await this.ctl("upcall/set-flow-limit", String(FLOW_LIMIT));
  }

  /** `ip` in the switch's network namespace. */
  async ip(...words: string[]): Promise<void> {
    await this.#inside("ip", ...words);
  }

  /** Everything of the switch stands still until it goes on. */
  pause(): void {
    process.kill(this.pid, "SIGSTOP");
  }

  resume(): void {
    process.kill(this.pid, "SIGCONT");
  }

  async close(): Promise<void> {
    // The switch keeps nothing that is worth an orderly end, and may be paused or wait for a reader.
    for (const child of [...this.#children].reverse()) {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "close") : undefined;
      child.kill("SIGKILL");
      await Promise.race([ended, sleep(END_MS)]);
    }
    this.#gone();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #inside(...words: string[]): Promise<void> {
    await this.#run("nsenter", "-t", String(this.pid), "-n", ...words);
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }

  #bridge(name: string): string {
    return `unix:${this.#at(`${name}.mgmt`)}`;
  }

  async #start(): Promise<void> {
    await this.#run("ovsdb-tool", "create", this.#at("conf.db"), SCHEMA);
    const log = (name: string) => ["--no-chdir", `--log-file=${this.#at(name)}`, "-vconsole:off"];
    const server = [this.#at("conf.db"), `--remote=punix:${this.#at("db.sock")}`];
    this.#spawn("ovsdb-server", ...server, `--unixctl=${this.#at("db.ctl")}`, ...log("db.log"));
    await this.#appears("db.sock");
    const extra = `--no-pci --no-telemetry --in-memory --iova-mode=va --file-prefix=bench-ovs-${process.pid}-${serial++}`;
    const settings = {
      "dpdk-init": "true",
      "dpdk-lcore-mask": `0x${(1 << OTHER).toString(16)}`,
      "pmd-cpu-mask": `0x${(2 ** MEASURED).toString(16)}`,
      "dpdk-socket-mem": OVS_MB,
      "dpdk-extra": `"${extra}"`,
      ...{ "n-handler-threads": 1, "n-revalidator-threads": 1, "flow-limit": FLOW_LIMIT },
      // Flows of a switch that stood still a while are not idle; and a round of the revalidator that the standing still
      // fell into would have taken long, for which it lowers the limit on flows.
      ...{ "max-idle": AN_HOUR_MS, "max-revalidator": AN_HOUR_MS },
    };
    await this.vsctl("--no-wait", "init");
    const words = Object.entries(settings).map(([name, value]) => `other_config:${name}=${value}`);
    await this.vsctl("--no-wait", "set", "Open_vSwitch", ".", ...words);
    const db = `unix:${this.#at("db.sock")}`;
    // The namespace keeps its taps and addresses out of the way of others.
    const own = [PROGRAM, db, `--unixctl=${this.#at("switch.ctl")}`, ...log("switch.log")];
    this.#spawn("unshare", "-n", "--", ...own);
    await this.#appears("switch.ctl");
    await this.vsctl("set", "Open_vSwitch", ".", "external_ids:up=1");
    const up = (await this.vsctl("get", "Open_vSwitch", ".", "dpdk_initialized")).trim();
    if (up !== "true") throw this.#broken("could not start DPDK");
    await this.#inside("ip", "link", "set", "lo", "up");
    // Else the kernel's own packets would come out of a bridge's port among those that are counted.
    await this.#inside(
      "sysctl",
      "-qw",
      "net.ipv6.conf.all.disable_ipv6=1",
      "net.ipv6.conf.default.disable_ipv6=1",
    );
    await this.liftLimit();
  }

  #spawn(program: string, ...words: string[]): void {
    const child = spawn(program, words, { env: this.#env, stdio: "ignore" });
    child.once("error", ({ message }) => (this.#ended = message));
    child.once("exit", (code, signal) => {
      this.#ended ||= `${program} ended by ${signal ?? `code ${code}`}`;
      this.#alive.abort();
    });
    this.#children.push(child);
  }

  async #appears(name: string): Promise<void> {
    for (const deadline = performance.now() + START_MS; !existsSync(this.#at(name)); await sleep(20)) {
      if (this.#ended !== "") throw this.#broken(`did not start: ${this.#ended}`);
      if (performance.now() > deadline) throw this.#broken(`did not start in ${START_MS / 1000} s`);
    }
  }

  async #run(program: string, ...words: string[]): Promise<string> {
    try {
      const { signal } = this.#alive;
      const { stdout } = await run(program, words, { env: this.#env, maxBuffer: 2 ** 26, signal });
      return stdout;
    } catch (cause) {
      if (this.#ended !== "") throw this.#broken(`is gone: ${this.#ended}`);
      const { stderr = "", message } = cause as { stderr?: string; message: string };
      throw this.#broken(`did not do as told: ${stderr.trim().split("\n").at(-1) || message}`);
    }
  }

  #broken(what: string): BenchError {
    const log = this.#at("switch.log");
    const worth = (line: string) => /\|(ERR|EMER|WARN)\|/.test(line);
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(worth).slice(-3) : [];
    const tail = lines.length === 0 ? "" : `; its log: ${lines.join(" | ")}`;
    return new BenchError("BENCH_OVS", `Open vSwitch ${what}${tail}`, "edgelane check");
  }
}
