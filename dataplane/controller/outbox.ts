// All commands to the worker, in order, whatever the ring holds: what does not fit waits here. It must never reorder
// two commands, nor write to the ring past one that waits.
import type { Commands } from "../../bindings/commands.js";
import {
  CMD_ACTION_SET_SIZE,
  CMD_FLOW_ADD_SIZE,
  CMD_GROUP_SET_SIZE,
  CMD_INJECT_SIZE,
  CMD_RELEASE_SIZE,
  GROUP_MEMBER_SIZE,
} from "../../bindings/layout.js";
import type {
  FlowCommands,
  GroupMember,
  MeterCommands,
  MeterSet,
  NexthopSet,
  TunnelSet,
  UnderlayCommands,
} from "./commands.js";

/** No command without a tail is larger. */
const FIXED = CMD_FLOW_ADD_SIZE;
/** Records that fill this much are published without waiting for the end of the batch. */
const PUBLISH_AFTER = 128;

/** Pause between two looks for room. */
const LOOK_MS = 1;

/** The event loop stands still so long at most when something is urgent. */
const URGE_US = 2000;

interface Deferred {
  bytes: number;
  write: () => number;
}

/** Arrays handed to a method must not change afterwards: they may be written later. Not so a flow's key. */
export class Outbox implements FlowCommands, UnderlayCommands, MeterCommands {
  private backlog: Deferred[] = [];
  private head = 0;
  private sequence = 0;
  private unpublished = 0;
  private scheduled = false;
  private closed = false;

  constructor(
    private readonly ring: Commands,
    private readonly failed: (cause: unknown) => void,
  ) {}

  /** Commands that wait for room. */
  get waiting(): number {
    return this.backlog.length - this.head;
  }

  /** Sequence number of the last command given. */
  get last(): number {
    return this.sequence;
  }

  /** Hands what was written to the worker, and what waited as far as there is room. */
  flush(): void {
    if (this.closed) return;
    try {
      this.drain();
      this.unpublished = 0;
      this.ring.publish();
    } catch (cause) {
      this.close();
      this.failed(cause);
    }
  }

  /** Flushes, and sleeps a moment until the worker has taken all of it: what was withdrawn must end now. */
  urge(): void {
    this.flush();
    if (!this.closed && this.waiting === 0) this.ring.wait(URGE_US);
  }

  /** Resolves when so many commands without a tail fit and none waits: for who writes more than a ring holds. */
  async room(commands: number): Promise<void> {
    while (!this.closed && (this.waiting > 0 || !this.ring.hasRoom(commands * FIXED))) {
      this.flush();
      // The worker's main thread may be waiting for this CPU.
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  close(): void {
    this.closed = true;
    this.backlog = [];
    this.head = 0;
  }

  sync = (token: number): number => this.put(FIXED, () => this.ring.sync(token));
  generation = (value: number): number => this.put(FIXED, () => this.ring.generation(value));
  maskSet = (id: number, mask: Uint8Array): number => this.put(FIXED, () => this.ring.maskSet(id, mask));
  maskDel = (id: number): number => this.put(FIXED, () => this.ring.maskDel(id));
  actionSet = (id: number, actions: Uint8Array): number =>
    this.put(CMD_ACTION_SET_SIZE + actions.length, () => this.ring.actionSet(id, actions));
  actionDel = (id: number): number => this.put(FIXED, () => this.ring.actionDel(id));
  groupSet = (id: number, members: readonly GroupMember[]): number =>
    this.put(CMD_GROUP_SET_SIZE + members.length * GROUP_MEMBER_SIZE, () => this.ring.groupSet(id, members));
  groupDel = (id: number): number => this.put(FIXED, () => this.ring.groupDel(id));
  flowAddMasked(
    flowId: number,
    actionId: number,
    maskId: number,
    generation: number,
    cookie: number,
    key: Uint32Array,
    mask: Uint32Array,
  ): number {
    const { ring } = this;
    if (this.direct()) ring.flowAddMasked(flowId, actionId, maskId, generation, cookie, key, mask);
    else {
      // The caller's key is for one call; masks never change.
      const copy = key.slice();
      this.defer(FIXED, () => ring.flowAddMasked(flowId, actionId, maskId, generation, cookie, copy, mask));
    }
    return this.counted();
  }
  flowDel(id: number): number {
    if (this.direct()) this.ring.flowDel(id);
    else this.defer(FIXED, () => this.ring.flowDel(id));
    return this.counted();
  }
  releaseParked(low: number, high: number): number {
    if (this.direct()) this.ring.releaseParked(low, high);
    else this.defer(FIXED, () => this.ring.releaseParked(low, high));
    return this.counted();
  }
  flowDump = (token: number): number => this.put(FIXED, () => this.ring.flowDump(token));
  nexthopSet = (id: number, nexthop: NexthopSet): number =>
    this.put(FIXED, () => this.ring.nexthopSet(id, nexthop));
  nexthopDel = (id: number): number => this.put(FIXED, () => this.ring.nexthopDel(id));
  tunnelSet = (id: number, tunnel: TunnelSet): number =>
    this.put(FIXED, () => this.ring.tunnelSet(id, tunnel));
  tunnelDel = (id: number): number => this.put(FIXED, () => this.ring.tunnelDel(id));
  endpointSet = (id: number, type: number, local: Uint8Array, udpDst: number): number =>
    this.put(FIXED, () => this.ring.endpointSet(id, type, local, udpDst));
  endpointDel = (id: number): number => this.put(FIXED, () => this.ring.endpointDel(id));
  releaseExecute = (park: bigint, actions: Uint8Array): number =>
    this.put(CMD_RELEASE_SIZE + actions.length, () => this.ring.releaseExecute(park, actions));
  releaseDrop = (park: bigint, reason: number): number =>
    this.put(FIXED, () => this.ring.releaseDrop(park, reason));
  releaseConsume = (park: bigint): number => this.put(FIXED, () => this.ring.releaseConsume(park));
  inject = (port: number, actions: Uint8Array, packet: Uint8Array): number =>
    this.put(CMD_INJECT_SIZE + actions.length + packet.length + 8, () =>
      this.ring.inject(port, actions, packet),
    );
  portCredit = (port: number, count: number): number =>
    this.put(FIXED, () => this.ring.portCredit(port, count));
  meterSet = (id: number, meter: MeterSet): number => this.put(FIXED, () => this.ring.meterSet(id, meter));
  meterDel = (id: number): number => this.put(FIXED, () => this.ring.meterDel(id));
  meterStats = (id: number): number => this.put(FIXED, () => this.ring.meterStats(id));
  capture = (ports: bigint, points: number, snap: number): number =>
    this.put(FIXED, () => this.ring.capture(ports, points, snap));
  shutdown = (): number => this.put(FIXED, () => this.ring.shutdown());

  private put(bytes: number, write: () => number): number {
    if (!this.closed && this.waiting === 0 && this.ring.hasRoom(bytes)) {
      write();
      this.unpublished++;
    } else this.defer(bytes, write);
    return this.counted();
  }

  /** May a record of no tail be written to the ring now? Then it must be. */
  private direct(): boolean {
    if (this.closed || this.head < this.backlog.length || !this.ring.hasRoom(FIXED)) return false;
    this.unpublished++;
    return true;
  }

  private defer(bytes: number, write: () => number): void {
    if (!this.closed) this.backlog.push({ bytes, write });
  }

  /** Gives the command its number. */
  private counted(): number {
    this.sequence = (this.sequence + 1) >>> 0;
    if (this.unpublished >= PUBLISH_AFTER) this.flush();
    if (!this.scheduled && !this.closed) this.later();
    return this.sequence;
  }

  private drain(): void {
    while (this.head < this.backlog.length) {
      const next = this.backlog[this.head]!;
      if (!this.ring.hasRoom(next.bytes)) {
        this.later();
        break;
      }
      next.write();
      this.head++;
    }
    if (this.head === this.backlog.length || this.head > 4096) {
      this.backlog.splice(0, this.head);
      this.head = 0;
    }
  }

  /** What a timer gives, or what does not fit, goes out in the next turn at the latest. */
  private later(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }
}
