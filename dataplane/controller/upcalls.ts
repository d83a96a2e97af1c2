// The slow path: a packet the worker asks about is simulated, its flow installed, and the packet let go. It must never
// leave a parked packet without an answer, nor act on a verdict of a snapshot that is no longer the current one.
import { type Upcall, WorkerError } from "../../bindings/index.js";
import { DROP, UPCALL_REASON } from "../../bindings/layout.js";
import { simulate } from "../simulation/simulate.js";
import type { Snapshot } from "../simulation/snapshot.js";
import type { Exception, Generated, Packet, Verdict } from "../simulation/verdict.js";
import { relocate, tunnelsIn } from "./flows/relocate.js";
import type { FlowTable } from "./flows/table.js";
import type { Log } from "./log.js";
import type { Outbox } from "./outbox.js";
import type { Recorder } from "./recorder.js";
import type { LearnedTables } from "./state/learned.js";
import { stationName } from "./state/stations.js";
import type { Underlay } from "./underlay/underlay.js";
import type { Waiting } from "./waiting.js";

/** A packet to decide on; kept while it waits, so its bytes are its own. */
export interface Parked {
  parkId: bigint;
  packet: Packet;
  exception: Exception | undefined;
}

export interface SlowPathParts {
  snapshot(): Snapshot;
  generation(): number;
  state: LearnedTables;
  flows: FlowTable;
  waiting: Waiting<Parked>;
  underlay: Underlay;
  outbox: Outbox;
  recorder: Recorder;
  log: Log;
  /** Runs it once all commands so far are in force. */
  afterSync(run: () => void): void;
}

export const neighbourWait = (port: string, address: string): string => `neighbour ${port} ${address}`;
export const tunnelWait = (tunnel: number): string => `tunnel ${tunnel}`;

export class SlowPath {
  /** Packets simulated since the start. */
  simulated = 0;
  /** Simulations that threw. */
  faults = 0;
  private readonly woken = new Set<string>();
  private busy = false;

  constructor(private readonly parts: SlowPathParts) {}

  /** One upcall of the last take. */
  take(upcall: Upcall): void {
    const packet: Packet = {
      key: upcall.key,
      data: upcall.data,
      length: upcall.packetLength,
      innerOffset: upcall.innerOffset,
      l3Offset: upcall.l3Offset,
      l4Offset: upcall.l4Offset,
    };
    this.guarded(() => {
      const verdict = this.answer({ parkId: upcall.parkId, packet, exception: exceptionOf(upcall) }, true);
      if (verdict !== undefined) this.parts.recorder.record(upcall, verdict, this.parts.snapshot());
    });
  }

  /** What the packets under this name waited on has come, or failed. */
  wake(name: string): void {
    this.woken.add(name);
    this.guarded(() => {});
  }

  /** All that wait are looked at again: the snapshot has changed. */
  wakeAll(): void {
    for (const { name } of this.parts.waiting.names()) this.woken.add(name);
    this.guarded(() => {});
  }

  /** Packets of the network's own, such as a renewed ARP request. */
  emit(generated: readonly Generated[]): void {
    const { outbox, underlay } = this.parts;
    for (const { actions, data, port } of generated) {
      const list = relocate(actions, {
        tunnel: (id) => underlay.tunnels.id(id),
        group: () => {
          throw new RangeError("a generated packet names a group");
        },
      });
      // Sent when its tunnels are known to be up or down: a request lost to a slow next hop costs a retry.
      underlay.whenSettled(tunnelsIn(list), () => outbox.inject(port, list, data));
    }
  }

  /** Deciding may wake waiting packets, whose deciding may wake others: one after another, never nested. */
  private guarded(work: () => void): void {
    if (this.busy) {
      work();
      return;
    }
    this.busy = true;
    try {
      work();
      for (const name of this.woken) {
        this.woken.delete(name);
        for (const parked of this.parts.waiting.take(name)) this.answer(parked, false);
      }
    } finally {
      this.busy = false;
    }
  }

  /** A fault costs this packet, never the node; only a worker that makes no sense ends that. */
  private answer(parked: Parked, borrowed: boolean): Verdict | undefined {
    try {
      return this.decide(parked, borrowed);
    } catch (cause) {
      if (cause instanceof WorkerError) throw cause;
      this.faults++;
      const port = parked.packet.key[0];
      this.parts.log.error({ code: "SIM_FAULT", port, err: cause }, "a packet could not be decided on");
      this.drop(parked, DROP.SIM_FAULT);
      return undefined;
    }
  }

  /** `borrowed`: the packet's bytes are gone after this call. */
  private decide(parked: Parked, borrowed: boolean): Verdict | undefined {
    const { outbox, state, underlay } = this.parts;
    const verdict = simulate(this.parts.snapshot(), state, parked.packet, parked.exception);
    this.simulated++;
    for (const learned of verdict.learned) {
      if (learned.kind === "underlay-neighbour") underlay.learn(learned.port, learned.address, learned.mac);
      else if (learned.kind === "path-mtu") underlay.pathMtus.learn(learned.remote, learned.mtu);
      else state.learn(learned);
    }
    if (verdict.result.kind === "wait") this.waitForNeighbour(parked, verdict, verdict.result.on, borrowed);
    else if (!this.waitForTunnel(parked, verdict, borrowed)) {
      this.emit(verdict.generated);
      if (verdict.result.kind === "consumed") {
        if (parked.parkId !== 0n) outbox.releaseConsume(parked.parkId);
      } else if (verdict.result.kind === "once" || parked.exception !== undefined) {
        this.once(parked, verdict);
      } else {
        this.install(parked, verdict);
      }
    }
    return verdict;
  }

  private install(parked: Parked, verdict: Verdict): void {
    const { flows, outbox, generation } = this.parts;
    const stations = verdict.learned
      .filter((learned) => learned.kind === "station")
      .map(({ bridge, vlan, mac }) => stationName(bridge, vlan, mac));
    const installed = flows.install(
      parked.packet.key,
      verdict,
      this.parts.snapshot(),
      generation(),
      stations,
    );
    if (installed.kind === "refused") this.once(parked, verdict);
    else if (parked.parkId !== 0n) outbox.releaseClassify(parked.parkId);
  }

  /** For this packet only. */
  private once(parked: Parked, verdict: Verdict): void {
    const { flows, outbox } = this.parts;
    const dropped = verdict.result.kind === "drop" ? verdict.result.reason : undefined;
    const transient = dropped === undefined ? flows.transient(verdict) : undefined;
    if (transient === undefined) this.drop(parked, dropped ?? DROP.CONTROLLER);
    else {
      if (parked.parkId !== 0n) outbox.releaseExecute(parked.parkId, transient.actions);
      this.parts.afterSync(() => transient.free());
    }
  }

  private drop({ parkId }: Parked, reason: number): void {
    if (parkId !== 0n) this.parts.outbox.releaseDrop(parkId, reason);
  }

  private waitForNeighbour(
    parked: Parked,
    verdict: Verdict,
    on: { port: string; address: string },
    borrowed: boolean,
  ): void {
    if (this.parts.state.neighbours.want(on.port, on.address, true)) this.emit(verdict.generated);
    this.park(neighbourWait(on.port, on.address), parked, borrowed);
  }

  /** A flow into a tunnel whose next hop is being asked for would only drop: the packet waits, nothing is installed. */
  private waitForTunnel(parked: Parked, verdict: Verdict, borrowed: boolean): boolean {
    const { underlay } = this.parts;
    const lists = [
      verdict.actions,
      ...verdict.groups.flatMap((group) => group.members.map((m) => m.actions)),
    ];
    for (const id of lists.flatMap(tunnelsIn).map((snapshotId) => underlay.tunnels.id(snapshotId))) {
      if (underlay.tunnels.state(id) !== "asking") continue;
      this.park(tunnelWait(id), parked, borrowed);
      underlay.tunnels.want(id);
      return true;
    }
    return false;
  }

  private park(name: string, parked: Parked, borrowed: boolean): void {
    if (parked.parkId === 0n) return;
    const { key, data, ...rest } = parked.packet;
    const packet = borrowed ? { key: key.slice(), data: data.slice(), ...rest } : parked.packet;
    if (!this.parts.waiting.add(name, { ...parked, packet })) this.drop(parked, DROP.CONTROLLER);
  }
}

function exceptionOf(upcall: Upcall): Exception | undefined {
  if (upcall.reason === UPCALL_REASON.TTL) return { kind: "ttl" };
  if (upcall.reason === UPCALL_REASON.TUNNEL_MTU) return { kind: "tunnel-mtu", mtu: upcall.arg };
  return undefined;
}
