// The slow path: a packet the worker asks about is simulated, its flow installed, and the packet let go. It must never
// leave a parked packet without an answer, nor act on a verdict of a snapshot that is no longer the current one.
import { type Upcall, WorkerError } from "../../../bindings/index.js";
import { ACT_DROP_SIZE, DROP } from "../../../bindings/layout.js";
import { Simulator } from "../../simulation/simulate.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Generated, Verdict, Wait } from "../../simulation/verdict.js";
import type { DropExamples } from "../explain/examples.js";
import { relocate, tunnelsIn } from "../flows/relocate.js";
import { type FlowTable, REFUSED } from "../flows/table.js";
import type { SharedVerdict } from "../flows/verdicts.js";
import type { Log } from "../log.js";
import type { Outbox } from "../outbox.js";
import type { Meters } from "../qos/meters.js";
import type { Recorder } from "../recording/recorder.js";
import type { RuleLog } from "../rule-log.js";
import type { LearnedTables } from "../state/learned.js";
import type { Underlay } from "../underlay/underlay.js";
import type { ErrorBudget } from "./error-budget.js";
import {
  exceptionOf,
  isLast,
  isParked,
  type Kept,
  keepParked,
  neighbourWait,
  type Parked,
  parkId,
  tunnelWait,
} from "./parked.js";
import type { Waiting } from "./waiting.js";

export interface SlowPathParts {
  snapshot(): Snapshot;
  /** Of the topology in force. */
  revision(): string;
  generation(): number;
  state: LearnedTables;
  flows: FlowTable;
  waiting: Waiting<Kept>;
  underlay: Underlay;
  meters: Meters;
  outbox: Outbox;
  errors: ErrorBudget;
  recorder: Recorder;
  ruleLog: RuleLog;
  drops: DropExamples;
  log: Log;
  /** Runs it once all commands so far are in force. */
  afterSync(run: () => void): void;
}

export class SlowPath {
  /** Packets simulated since the start. */
  simulated = 0;
  /** Simulations that threw. */
  faults = 0;
  private readonly simulator = new Simulator();
  private readonly woken = new Set<string>();
  private busy = false;
  private readonly copied = (flow: number): boolean => this.parts.flows.mirrored(flow);

  constructor(private readonly parts: SlowPathParts) {}

  /** `count` upcalls, in order. */
  take(upcalls: { at(i: number): Upcall }, count: number): void {
    if (count === 0) return;
    this.busy = true;
    try {
      this.parts.flows.batch(() => {
        for (let i = 0; i < count; i++) {
          this.one(upcalls.at(i));
          if (this.woken.size > 0) this.wakeUp();
        }
      });
    } finally {
      this.busy = false;
    }
  }

  /** What the packets under this name waited on has come, or failed. */
  wake(name: string): void {
    this.woken.add(name);
    this.wakeUnlessBusy();
  }

  /** All that wait are looked at again: the snapshot has changed. */
  wakeAll(): void {
    for (const { name } of this.parts.waiting.names()) this.woken.add(name);
    this.wakeUnlessBusy();
  }

  /** Packets of the network's own, such as a renewed ARP request. */
  emit(generated: readonly Generated[]): void {
    const { outbox, underlay, meters } = this.parts;
    for (const { actions, data, port } of generated) {
      const list = relocate(actions, {
        tunnel: (id) => underlay.tunnels.id(id),
        meter: (index) => meters.id(index),
        group: () => {
          throw new RangeError("a generated packet names a group");
        },
      });
      // Sent when its tunnels are known to be up or down: a request lost to a slow next hop costs a retry.
      underlay.whenSettled(tunnelsIn(list), () => outbox.inject(port, list, data));
    }
  }

  private one(upcall: Upcall): void {
    const { parkLow, parkHigh } = upcall;
    const exception = exceptionOf(upcall, this.copied);
    const verdict = this.answer({ parkLow, parkHigh, packet: upcall, exception, last: isLast(upcall) });
    if (verdict !== undefined)
      this.parts.recorder.record(upcall, verdict, this.parts.snapshot(), this.parts.revision());
  }

  /** Deciding may wake waiting packets, whose deciding may wake others: one after another, never nested. */
  private wakeUnlessBusy(): void {
    if (this.busy) return;
    this.busy = true;
    try {
      this.wakeUp();
    } finally {
      this.busy = false;
    }
  }

  private wakeUp(): void {
    for (const name of this.woken) {
      this.woken.delete(name);
      for (const kept of this.parts.waiting.take(name)) this.answer(kept);
    }
  }

  /** A fault costs this packet, never the node; only a worker that makes no sense ends that. */
  private answer(parked: Parked): Verdict | undefined {
    try {
      const verdict = this.decide(parked);
      this.parts.drops.note(parked.packet.key, verdict, this.parts.snapshot());
      this.parts.ruleLog.note(parked.packet.key, verdict, this.parts.snapshot());
      return verdict;
    } catch (cause) {
      if (cause instanceof WorkerError) throw cause;
      this.faults++;
      const port = parked.packet.key[0];
      this.parts.log.error({ code: "SIM_FAULT", port, err: cause }, "a packet could not be decided on");
      this.drop(parked, DROP.SIM_FAULT);
      return undefined;
    }
  }

  private decide(parked: Parked): Verdict {
    const snapshot = this.parts.snapshot();
    const verdict = this.simulator.simulate(snapshot, this.parts.state, parked.packet, parked.exception);
    this.simulated++;
    this.learn(verdict);
    if (verdict.result.kind === "wait") {
      this.waitForNeighbour(parked, verdict, verdict.result.on);
      return verdict;
    }
    const known = this.parts.flows.known(verdict, snapshot);
    if (this.waitForTunnel(parked, verdict, known)) return verdict;
    if (verdict.generated.length > 0) this.emit(verdict.generated.filter((one) => this.due(one)));
    if (verdict.result.kind === "consumed") this.consume(parked);
    else if (verdict.result.kind === "once" || parked.exception !== undefined) this.once(parked, verdict);
    else this.install(parked, verdict, snapshot, known);
    return verdict;
  }

  /** Every new flow asks for an equal route's next hop that is not known: one request goes out, its repetitions are the
   * neighbour table's (RFC 1122 2.3.2.1: one a second at most). */
  private due({ asks, error, port }: Generated): boolean {
    if (error === true && !this.parts.errors.take(port)) return false;
    return asks === undefined || this.parts.state.neighbours.want(asks.port, asks.address, true);
  }

  private learn({ learned }: Verdict): void {
    const { underlay, state } = this.parts;
    for (const one of learned) {
      if (one.kind === "underlay-neighbour") underlay.learn(one.port, one.address, one.mac);
      else if (one.kind === "path-mtu") underlay.pathMtus.learn(one.remote, one.mtu);
      else state.learn(one);
    }
  }

  private install(
    parked: Parked,
    verdict: Verdict,
    snapshot: Snapshot,
    known: SharedVerdict | undefined,
  ): void {
    const { flows, outbox, generation } = this.parts;
    const { key, keyWords } = parked.packet;
    const slot =
      keyWords === undefined
        ? flows.install(key, verdict, snapshot, generation(), known)
        : flows.installWords(keyWords, 0, verdict, snapshot, generation(), known);
    if (slot === REFUSED || parked.last) this.once(parked, verdict);
    else if (isParked(parked)) outbox.releaseParked(parked.parkLow, parked.parkHigh);
  }

  /** For this packet only. */
  private once(parked: Parked, verdict: Verdict): void {
    const { flows, outbox } = this.parts;
    // A drop with copies before it is a list like any other.
    const dropped =
      verdict.result.kind === "drop" && verdict.actionLength === ACT_DROP_SIZE
        ? verdict.result.reason
        : undefined;
    const transient = dropped === undefined ? flows.transient(verdict) : undefined;
    if (transient === undefined) this.drop(parked, dropped ?? DROP.CONTROLLER);
    else {
      if (isParked(parked)) outbox.releaseExecute(parkId(parked), transient.actions);
      this.parts.afterSync(() => transient.free());
    }
  }

  private consume(parked: Parked): void {
    if (isParked(parked)) this.parts.outbox.releaseConsume(parkId(parked));
  }

  private drop(parked: Parked, reason: number): void {
    if (isParked(parked)) this.parts.outbox.releaseDrop(parkId(parked), reason);
  }

  private waitForNeighbour(parked: Parked, verdict: Verdict, on: Wait): void {
    if (this.parts.state.neighbours.want(on.port, on.address, true)) this.emit(verdict.generated);
    this.park(neighbourWait(on.port, on.address), parked);
  }

  /** A flow into a tunnel whose next hop is being asked for would only drop: the packet waits, nothing is installed. */
  private waitForTunnel(parked: Parked, verdict: Verdict, known: SharedVerdict | undefined): boolean {
    const { tunnels } = this.parts.underlay;
    for (const id of known?.tunnels ?? this.parts.flows.tunnelsOf(verdict)) {
      if (tunnels.state(id) !== "asking") continue;
      this.park(tunnelWait(id), parked);
      tunnels.want(id);
      return true;
    }
    return false;
  }

  private park(name: string, parked: Parked): void {
    if (!isParked(parked)) return;
    if (!this.parts.waiting.add(name, keepParked(parked))) this.drop(parked, DROP.CONTROLLER);
  }
}
