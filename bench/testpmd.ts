// Drives one interactive dpdk-testpmd: the floor that every number stands beside. Must end it in every case.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { BenchError } from "./error.js";
import { onLeaving } from "./leaving.js";
import { MEASURED, OTHER } from "./machine.js";
import { pinnedThread, Share } from "./oncore.js";
import type { Sample } from "./samples.js";

const START_MS = 120_000;
const ANSWER_MS = 20_000;
const SETTLE_MS = 100;

export interface TestpmdOptions {
  /** DPDK device arguments; packets go from the first to the second. */
  devices: [string, string];
  mbufs: number;
  /** With headroom, bytes. */
  mbufBytes: number;
  hugepages: boolean;
  megabytes: number;
  /** Ring ports: frames that circulate have to come from somewhere. */
  sendFirst?: boolean;
}

let serial = 0;

export class Testpmd {
  readonly #child: ChildProcess;
  readonly #start: string;
  #said = "";
  #heard = () => {};

  static async start(options: TestpmdOptions): Promise<Testpmd> {
    const testpmd = new Testpmd(options);
    try {
      await testpmd.#until(/testpmd> /, START_MS);
      return testpmd;
    } catch (cause) {
      testpmd.#child.kill("SIGKILL");
      throw cause;
    }
  }

  private constructor({ devices, mbufs, mbufBytes, hugepages, megabytes, sendFirst }: TestpmdOptions) {
    this.#start = sendFirst === true ? "start tx_first 8" : "start";
    const eal = [
      `--lcores=0@${OTHER},1@${MEASURED}`,
      ...["--main-lcore=0", "--no-pci", "--no-telemetry", "--iova-mode=va", "--log-level=pmd:error"],
      `--file-prefix=bench-${process.pid}-${serial++}`,
      ...(hugepages ? ["--in-memory"] : ["--no-huge", "--no-shconf"]),
      ...["-m", String(megabytes)],
      ...devices.map((device) => `--vdev=${device}`),
    ];
    const own = ["-i", "--no-lsc-interrupt", "--forward-mode=io", "--nb-cores=1", "--burst=32"];
    const pool = [`--total-num-mbufs=${mbufs}`, `--mbuf-size=${mbufBytes}`];
    // Its stdout is no terminal and would be written in blocks.
    this.#child = spawn("stdbuf", ["-o0", "dpdk-testpmd", ...eal, "--", ...own, ...pool], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const hear = (text: string) => {
      this.#said += text;
      this.#heard();
    };
    this.#child.stdout!.setEncoding("utf8").on("data", hear);
    this.#child.stderr!.setEncoding("utf8").on("data", hear);
    this.#child.once("error", (cause) => hear(cause.message));
    this.#child.once("close", () => this.#heard());
    this.#child.stdin!.on("error", () => {});
    this.#child.once(
      "close",
      onLeaving(() => this.#child.kill("SIGKILL")),
    );
  }

  /** Forwards for so long; undefined when nothing moved. */
  async sample(windowMs: number): Promise<Sample | undefined> {
    this.#send(this.#start);
    await sleep(SETTLE_MS);
    const thread = pinnedThread(this.#child.pid!, MEASURED);
    if (thread === undefined) throw this.#broken("has no thread on its CPU");
    const first = await this.#received();
    const share = new Share(thread);
    await sleep(windowMs);
    const on = share.now();
    const last = await this.#received();
    await this.#ask("stop", /Done\./);
    const packets = last.packets - first.packets;
    if (packets === 0 || on === 0) return undefined;
    return { ns: ((last.atNs - first.atNs) * on) / packets, share: on, packets };
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "close");
    this.#send("quit");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), ANSWER_MS);
    await ended;
    clearTimeout(late);
  }

  async #received(): Promise<{ packets: number; atNs: number }> {
    const atNs = Number(process.hrtime.bigint());
    const said = await this.#ask("show port stats 0", /RX-packets: (\d+)[\s\S]*-pps[^#]*#{70,}/);
    return { packets: Number(/RX-packets: (\d+)/.exec(said)![1]), atNs };
  }

  #ask(command: string, end: RegExp): Promise<string> {
    this.#said = "";
    this.#send(command);
    return this.#until(end, ANSWER_MS);
  }

  #send(command: string): void {
    this.#child.stdin!.write(`${command}\n`);
  }

  async #until(end: RegExp, ms: number): Promise<string> {
    const deadline = performance.now() + ms;
    while (!end.test(this.#said)) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined)
        throw this.#broken("ended");
      if (performance.now() > deadline) throw this.#broken(`did not say ${end} in ${ms / 1000} s`);
      await Promise.race([new Promise<void>((heard) => (this.#heard = heard)), sleep(200)]);
    }
    return this.#said;
  }

  #broken(what: string): BenchError {
    const last = this.#said.trim().split("\n").slice(-6).join(" | ");
    return new BenchError("BENCH_TESTPMD", `dpdk-testpmd ${what}: ${last}`, "apt-get install -y dpdk");
  }
}
