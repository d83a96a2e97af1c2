// Starts the built worker without hugepages on pcap and ring ports, and a driver that collects what comes up.
// Must never leave a process or a file behind.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "../events.js";
import { OFFLOAD, PORT_FLAGS } from "../layout.js";
import { packageRoot } from "../root.js";
import { encodeStart, type StartConfig } from "../start.js";
import type { Upcall } from "../upcalls.js";
import { Observer, Worker } from "../worker-link.js";

export const workerProgram = join(packageRoot, "build/c/dataplane/worker/edgelane-worker");
const READY_MS = 30_000;

/** Port ids of a started worker. */
export const PORT = { in: 0, out: 1, loop: 2 } as const;

/** `packets`: a scapy expression, a list of packets that wait, gated, on port "in". */
export class RealWorker {
  readonly folder = mkdtempSync(join(tmpdir(), "edgelane-worker-"));
  readonly socket = join(this.folder, "worker.sock");
  readonly sent = join(this.folder, "out.pcap");
  #process!: ChildProcess;
  #said = "";

  static async start(packets = "[]", change: Partial<StartConfig> = {}): Promise<RealWorker> {
    const worker = new RealWorker();
    const captured = join(worker.folder, "in.pcap");
    scapy(
      `wrpcap(${JSON.stringify(captured)}, ${packets} or [Ether(dst='02:00:00:00:00:02', src='02:00:00:00:00:01')])`,
    );
    writeFileSync(join(worker.folder, "start"), encodeStart({ ...worker.#config(captured), ...change }));
    await worker.#spawn();
    return worker;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  connect(batch?: number): Promise<Worker> {
    return Worker.connect(this.socket, batch === undefined ? {} : { batch });
  }

  observe(): Promise<Observer> {
    return Observer.connect(this.socket);
  }

  /** Ends it and gives its exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return signalCode ?? exitCode!;
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    const [code, by] = (await ended) as [number | null, string | null];
    return by ?? code!;
  }

  async clean(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.folder, { recursive: true });
  }

  async #spawn(): Promise<void> {
    this.#process = spawn(workerProgram, ["--config", join(this.folder, "start")], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, XDG_RUNTIME_DIR: this.folder },
    });
    this.#process.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
    });
    for (let waited = 0; !existsSync(this.socket); waited += 10) {
      if (this.#process.exitCode !== null || waited > READY_MS) {
        const said = this.#said;
        await this.clean();
        throw new Error(`the worker did not start: ${said}`);
      }
      await sleep(10);
    }
  }

  #config(captured: string): StartConfig {
    const port = { rxQueues: 1, rxDesc: 256, txDesc: 256, mtu: 1500, rssTypes: 0n };
    const { UP, GATED } = PORT_FLAGS;
    return {
      ...{
        name: "bindings",
        socket: this.socket,
        burst: 32,
        mbufHeadroom: 128,
        mbufCount: 16384,
        mbufData: 2048,
      },
      ...{
        maxFlows: 65536,
        maxActions: 1024,
        maxTunnels: 64,
        maxNexthops: 64,
        maxGroups: 16,
        maxMeters: 16,
        maxParked: 256,
      },
      ...{ upcallSlots: 64, commandBytes: 65536, eventBytes: 65536, upcallRate: 0, upcallBurst: 0 },
      ...{ parkTimeoutMs: 10_000, idleTimeoutMs: 0, backoffUs: 100 },
      ealArgs: [
        ...["--lcores=0@(0-1),1@1", "--main-lcore=0", `--file-prefix=bindings-${process.pid}`, "--no-huge"],
        ...["--no-shconf", "-m", "192", "--iova-mode=va", "--no-pci", "--no-telemetry"],
      ],
      ports: [
        { ...port, name: "in", device: `net_pcap0,rx_pcap=${captured},tx_pcap=/dev/null`, flags: UP | GATED },
        { ...port, name: "out", device: `net_pcap1,tx_pcap=${this.sent}`, flags: UP },
        { ...port, name: "loop", device: "net_ring0", flags: UP, wishes: { wanted: 1 << OFFLOAD.TSO } },
      ],
      lcores: [{ lcore: 1, queues: [0, 1, 2].map((id) => ({ port: id, queue: 0 })) }],
    };
  }
}

/** Runs statements with scapy's names at hand; what they print. */
export function scapy(statements: string): string {
  return execFileSync("/usr/bin/python3", ["-c", `from scapy.all import *\n${statements}`], {
    encoding: "utf8",
  });
}

/** Collects events and copies of upcalls as the doorbell brings them. */
export class Driver {
  readonly events: Event[] = [];
  readonly upcalls: Upcall[] = [];
  #changed = () => {};

  constructor(readonly worker: Worker) {
    worker.onWork(() => {
      worker.events.take((event) => this.events.push(event));
      for (let i = 0, count = worker.upcalls.take(); i < count; i++)
        this.upcalls.push(worker.upcalls.at(i).copy());
      this.#changed();
    });
  }

  /** Resolves once `there` gives something; the test's time-out is the limit. */
  until = <T>(there: () => T | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = there();
        if (found !== undefined && found !== false) resolve(found);
      };
      this.#changed = look;
      look();
    });
}
