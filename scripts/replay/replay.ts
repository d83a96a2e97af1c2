// Pushes captures through the real worker and controller, in the order of their stamps, each packet fully handled
// before the next; what leaves is stamped with the packet that caused it, so that two runs give the same bytes.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EdgeNode, makeLog, VirtualClock } from "../../dataplane/controller/index.js";
import { ElError, type Topology } from "../../dataplane/topology/index.js";
import { json } from "../cli/output.js";
import { type PcapRecord, readPcap } from "../pcap/read.js";
import { writePcap } from "../pcap/write.js";
import { Outside } from "./outside.js";
import { planReplay, type ReplayPort } from "./plan.js";
import { type ReplayReport, reportOf } from "./report.js";
import { Stepper } from "./stepper.js";

export interface ReplayOptions {
  topology: Topology;
  host: string;
  inputs: readonly string[];
  out: string;
  /** All packets at once, unordered between ports. */
  fast: boolean;
  /** Assume neighbours that the captures do not have. */
  assume: boolean;
  /** Ends the replay, everything put away, with its reason. */
  signal: AbortSignal;
}

/** Longest that packets may wait for neighbours after the last capture record, in replay time. */
const GRACE_MS = 60_000;

/** Which input packet caused what left by one port: cumulative counts after each step. */
interface Step {
  time: bigint;
  sent: number[];
}

/** Runs a replay; its files are in `out` when it resolves. */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const work = mkdtempSync(join(tmpdir(), "edgelane-replay-"));
  try {
    const { profile, ports } = planReplay({ ...options, work });
    const outside = new Outside(ports, options.assume);
    const clock = new VirtualClock();
    options.signal.throwIfAborted();
    const runner = new Runner(ports, clock);
    const node = await EdgeNode.start({
      profile,
      topology: options.topology,
      runDir: work,
      clock,
      log: makeLog("error"),
      api: false,
    });
    let report: ReplayReport;
    try {
      const answer = (of: EdgeNode): boolean => outside.answer(of);
      await runner.run(new Stepper(node, clock, answer, options.signal), options.fast);
      report = await reportOf(node, ports, outside);
    } finally {
      await node.stop();
    }
    for (const [index, port] of ports.entries())
      writePcap(join(options.out, `${port.id}.pcap`), runner.stamp(index, readPcap(port.out)));
    writeFileSync(join(options.out, "ledger.json"), json(report.ledger));
    writeFileSync(join(options.out, "flows.json"), json(report.flows));
    if (!report.ledger.balanced)
      throw new ElError("LEDGER_UNBALANCED", "packets are unaccounted for", {
        place: join(options.out, "ledger.json"),
        remedy: "report it with the captures and the topology",
      });
    return report;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

class Runner {
  private readonly steps: Step[] = [];
  private readonly names: string[];

  constructor(
    private readonly ports: readonly ReplayPort[],
    private readonly clock: VirtualClock,
  ) {
    this.names = ports.map(({ name }) => name);
  }

  async run(stepper: Stepper, fast: boolean): Promise<void> {
    const order = this.ports
      .flatMap(({ name, records }, port) =>
        records.map((record, at) => ({ name, port, at, time: record.time })),
      )
      .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.port - b.port || a.at - b.at));
    await stepper.settle();
    this.note(stepper, order[0]?.time ?? 0n);
    if (fast) {
      for (const { name, records } of this.ports)
        if (records.length > 0) stepper.credit(name, records.length);
      await stepper.settle();
      this.note(stepper, order[order.length - 1]?.time ?? 0n);
    } else
      for (const { name, time } of order) {
        stepper.advance(Number((time - order[0]!.time) / 1_000_000n));
        stepper.credit(name, 1);
        await stepper.settle();
        this.note(stepper, time);
      }
    await stepper.wind(this.clock.now() + GRACE_MS);
    this.note(stepper, this.steps[this.steps.length - 1]?.time ?? 0n);
  }

  private note(stepper: Stepper, time: bigint): void {
    this.steps.push({ time, sent: stepper.sent(this.names) });
  }

  /** What the worker wrote, stamped with the input packets' times. */
  stamp(port: number, records: readonly PcapRecord[]): PcapRecord[] {
    let step = 0;
    return records.map((record, index) => {
      while (step < this.steps.length - 1 && this.steps[step]!.sent[port]! <= index) step++;
      return { ...record, time: this.steps[step]!.time };
    });
  }
}
