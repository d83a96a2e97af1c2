// Everything one simulation holds: the working key and its mask (Reader), the state of the branch being walked, and
// what the walk has come to. Preallocated and reused; it never outlives one call of simulate.
import * as layout from "../../bindings/layout.js";
import type { VEdge } from "./edge.js";
import { Sink, type SinkMark } from "./emit.js";
import * as path from "./path.js";
import { Reader } from "./reader.js";
import type { Snapshot, VDevice, VPort } from "./snapshot.js";
import * as model from "./snapshot.js";
import type { Exception, Generated, Group, Learned, LearnedState, Packet, Tag, Wait } from "./verdict.js";

// Folded, as imports are not (words.ts).
const { DROP, MAX_ACTION_BYTES } = layout;
const { PATH_STRIDE, STEP } = path;
const { MAX_DEVICES } = model;

/** Tags that one branch may put on: a device and a service at each port it crosses. */
const MAX_PUSHES = 2 * (MAX_DEVICES + 1);

/** What a branch of the walk came to. */
export const FATE = {
  /** At least one copy leaves. */
  SENT: 1,
  /** `reason` and `lifetimeMs` say why. */
  DROPPED: 2,
  /** Taken in; the next one must be seen too. */
  CONSUMED: 3,
  /** `wait` says on what. */
  WAITING: 4,
} as const;
export type Fate = (typeof FATE)[keyof typeof FATE];

/** Branches of all forks of one packet. */
const MAX_BRANCHES = 512;
/** A drop that a passing condition causes (a hairpin, a loop) is asked again after this long. */
export const SHORT_MS = 5000;
/** A drop that was answered with an error: at most one error a second per flow (RFC 1812 4.3.2.8). */
export const ANSWERED_MS = 1000;

/** The steps of the walk that must call each other across files. */
export interface Walkers {
  /** The packet is inside the device, having entered by the port. */
  bridge(ctx: Context, device: VDevice, port: VPort): Fate;
  router(ctx: Context, device: VDevice, port: VPort): Fate;
  /** The port's own services; 0: the packet is for none of them. */
  serve(ctx: Context, port: VPort, edge: VEdge): Fate | 0;
  /** A chain at this port's device rejected the packet. */
  rejected(ctx: Context, port: VPort): Fate;
  /** A packet of the router's own looks for its way out. */
  originated(ctx: Context, device: VDevice): Fate;
  /** The packet does not fit into the tunnel or link it would leave by, which takes `mtu` bytes of it. */
  tooBig(ctx: Context, mtu: number): Fate;
  /** The packet leaves its device by the port. */
  leave(ctx: Context, port: VPort): Fate;
  /** It has left the port, services and all: to wherever the port is linked. */
  send(ctx: Context, port: VPort): Fate;
  /** It may enter the port's device, services and all. */
  admit(ctx: Context, port: VPort): Fate;
}

export class Context extends Reader {
  snapshot!: Snapshot;
  state!: LearnedState;
  packet!: Packet;
  exception: Exception | undefined;

  // The branch: saved and restored around every fork.
  inPort: VPort | null = null;
  outPort: VPort | null = null;
  depth = 0;
  readonly traversed = new Int32Array(MAX_DEVICES + 1);
  /** Router ports by which the packet entered a router, the last one: errors come from there. */
  lastRouterPort: VPort | null = null;
  ttlDecrements = 0;
  /** What becomes of the packet's own tags: how many come off, the VLAN written into the one then outermost (-1: its
   * own), and the tags put on top (VLAN id and PCP), the outermost last (vlan.ts). */
  vlanPops = 0;
  vlanWritten = -1;
  readonly vlanPushed = new Int32Array(MAX_PUSHES);
  vlanPushCount = 0;
  /** A tag came off, and what was under it is not yet in the working key: settleTags (vlan.ts) first. */
  tagsHidden = false;
  /** The last meter it passed, by the sink's number (0 none), and what was written out before that one. */
  stage = 0;
  ttlStaged = 0;
  popsStaged = 0;
  writtenStaged = -1;
  pushesStaged = 0;
  /** Tags put on before that are still there, as they were. */
  pushesLeft = 0;
  /** Largest L3 packet that the way so far takes, as it came in; 0: any. */
  pathMtu = 0;
  /** Largest MSS that a SYN may keep; 0: any. */
  mss = 0;
  /** The family it was translated to, by which router, and how many routers it had crossed by then. */
  translated: 0 | 4 | 6 = 0;
  translator: VDevice | null = null;
  translatedAfter = 0;
  /** What the list has of these before the meter that was passed last. */
  mtuStaged = 0;
  mssStaged = 0;
  translatedStaged = 0;
  /** Where the rule that redirected last sends its packets (REDIRECT of actions-of-rules.ts). */
  redirected = 0;
  /** Fields written on this branch, by bit (emit.ts). */
  dirty = 0;
  /** Number of the remote of the gateway port that the bridge chose; -1: the flood list. */
  vtepRemote = -1;

  // The outcome.
  /** Reused between packets: only the first tagCount and pathLength are this one's. */
  tags = new Int32Array(64);
  tagCount = 0;
  path = new Int32Array(64 * PATH_STRIDE);
  pathLength = 0;
  /** Hears of each step before it is noted, when all that led to it is read; then `path` starts empty. */
  watch: (() => void) | null = null;
  readonly groups: Group[] = [];
  readonly generated: Generated[] = [];
  readonly learned: Learned[] = [];
  reason: number = DROP.NONE;
  lifetimeMs = 0;
  wait: Wait | null = null;
  /** The actions hold for this packet only. */
  once = false;
  /** The whole packet is lost, whatever other branches did. */
  fatal = 0;
  branches = 0;
  /** Branches of copies, and copies that mirrors made. */
  private copyBranches = 0;
  copies = 0;
  /** What is walked is a copy by these mirrors, each of a copy by the one before. */
  readonly copying: number[] = [];
  private readonly copyMarks: { mark: SinkMark; groups: number; branches: number }[] = [];
  /** tunnel-mtu, path-mtu: a branch ended at a tunnel or link. */
  tooBig = false;
  /** The same of a mirror's copy. */
  copyTooBig = false;
  decap = false;
  /** The virtual port by which it entered. */
  entry: VPort | null = null;
  /** Number of the gateway remote it came from, -1 none. */
  fromRemote = -1;

  sink = new Sink();
  private readonly sinks: Sink[] = [];
  private sinkDepth = 0;
  private readonly frames: Frame[] = [];
  private frameDepth = 0;
  private nested: Context | null = null;
  /** The packet this one answers or asks for; null for a packet from outside. */
  parent: Context | null = null;

  /** Per chain: the evaluation that entered it last (chain.ts). */
  entered = new Int32Array(0);
  evaluation = 0;

  constructor(readonly walk: Walkers) {
    super();
  }

  begin(snapshot: Snapshot, state: LearnedState, packet: Packet, exception: Exception | undefined): void {
    this.snapshot = snapshot;
    this.state = state;
    this.packet = packet;
    this.exception = exception;
    this.load(packet.key, packet.keyWords);
    this.inPort = null;
    this.outPort = null;
    this.depth = 0;
    this.lastRouterPort = null;
    this.ttlDecrements = 0;
    this.vlanPops = 0;
    this.vlanWritten = -1;
    this.vlanPushCount = 0;
    this.tagsHidden = false;
    this.stage = 0;
    this.ttlStaged = 0;
    this.popsStaged = 0;
    this.writtenStaged = -1;
    this.pushesStaged = 0;
    this.pushesLeft = 0;
    this.pathMtu = 0;
    this.mss = 0;
    this.translated = 0;
    this.translator = null;
    this.translatedAfter = 0;
    this.mtuStaged = 0;
    this.mssStaged = 0;
    this.translatedStaged = 0;
    this.dirty = 0;
    this.vtepRemote = -1;
    this.tagCount = 0;
    this.pathLength = 0;
    if (this.groups.length > 0) this.groups.length = 0;
    if (this.generated.length > 0) this.generated.length = 0;
    if (this.learned.length > 0) this.learned.length = 0;
    this.reason = DROP.NONE;
    this.lifetimeMs = 0;
    this.wait = null;
    this.once = false;
    this.fatal = 0;
    this.branches = 0;
    this.copyBranches = 0;
    this.copies = 0;
    if (this.copying.length > 0) this.copying.length = 0;
    this.tooBig = false;
    this.copyTooBig = false;
    this.decap = false;
    this.entry = null;
    this.fromRemote = -1;
    this.sinkDepth = 0;
    this.sink.clear();
    this.frameDepth = 0;
    if (this.entered.length < snapshot.chains.length) {
      this.entered = new Int32Array(snapshot.chains.length);
      this.evaluation = 0;
    }
  }

  /** The verdict depends on this thing. */
  tag(tag: Tag): void {
    if (this.tagCount === this.tags.length) this.tags = doubled(this.tags);
    this.tags[this.tagCount++] = tag;
  }

  step(kind: number, object: number, argument: number): void {
    const at = this.pathLength;
    if (at === this.path.length) this.path = this.more(this.path);
    this.path[at] = kind;
    this.path[at + 1] = object;
    this.path[at + 2] = argument;
    this.pathLength = at + PATH_STRIDE;
  }

  /** A watched path never has room ahead, so that each of its steps comes here and no other walk pays for the watch. */
  private more(path: Int32Array): Int32Array<ArrayBuffer> {
    if (this.watch === null) return doubled(path);
    this.watch();
    const longer = new Int32Array(path.length + PATH_STRIDE);
    longer.set(path);
    return longer;
  }

  stepMac(kind: number, object: number, mac: number): void {
    this.step(kind | (Math.floor(mac / 0x100000000) << 8), object, mac | 0);
  }

  /** A step about the MAC that was read last. */
  stepMacRead(kind: number, object: number): void {
    this.step(kind | (this.macHigh << 8), object, this.macLow);
  }

  drop(reason: number, lifetimeMs = 0): Fate {
    this.reason = reason;
    this.lifetimeMs = lifetimeMs;
    this.step(STEP.DROP, this.inPort === null ? -1 : this.inPort.index, reason);
    return FATE.DROPPED;
  }

  /** Loses the whole packet, every branch of it: a loop in the topology must not multiply it. */
  abort(reason: number): Fate {
    if (this.fatal === 0) this.fatal = reason;
    return this.drop(reason, SHORT_MS);
  }

  /** One more branch of a fork; false when there are too many. */
  branch(): boolean {
    if (this.fatal !== 0) return false;
    if (++this.branches <= MAX_BRANCHES) return true;
    this.abort(DROP.FANOUT);
    return false;
  }

  wrote(fields: number): void {
    this.dirty |= fields;
  }

  /** The packet is a copy, or one of the network's own: it teaches nothing, and nobody answers it with an error. */
  get silent(): boolean {
    return this.parent !== null || this.copying.length > 0;
  }

  /** What was rewritten so far comes before the meter, what will be after it. */
  meter(meter: number): void {
    this.stage = this.sink.meter(this, meter);
    this.ttlStaged = this.ttlDecrements;
    this.mtuStaged = this.pathMtu;
    this.mssStaged = this.mss;
    this.translatedStaged = this.translated;
    this.popsStaged = this.vlanPops;
    this.writtenStaged = this.vlanWritten;
    this.pushesStaged = this.vlanPushCount;
    this.pushesLeft = this.vlanPushCount;
    this.dirty = 0;
  }

  /** Remembers the branch; `restore` goes back to it any number of times, `forget` ends it. */
  save(): void {
    if (this.frames.length === this.frameDepth) this.frames.push(new Frame());
    this.frames[this.frameDepth++]!.take(this);
  }

  restore(): void {
    this.frames[this.frameDepth - 1]!.give(this);
  }

  forget(): void {
    this.frameDepth--;
  }

  /** Emissions go to a list of their own until closeSink: one member of a choice. Meters so far come before it. */
  openSink(): void {
    this.stage = 0;
    this.sinks[this.sinkDepth++] = this.sink;
    this.sink = new Sink();
  }

  /** From here to closeCopy what is walked is a copy by this mirror. */
  openCopy(mirror: number): void {
    this.copyMarks.push({ mark: this.sink.mark(), groups: this.groups.length, branches: this.branches });
    // However many branches copies have, the packet keeps its own.
    if (this.copying.length === 0) this.branches = this.copyBranches;
    this.copying.push(mirror);
    this.sink.copying++;
  }

  /** `failed`: nothing of it may leave. */
  closeCopy(failed: boolean): void {
    const { mark, groups, branches } = this.copyMarks.pop()!;
    this.copying.pop();
    this.sink.copying--;
    if (this.copying.length === 0) {
      this.copyBranches = this.branches;
      this.branches = branches;
    }
    if (!failed) return;
    this.sink.rewind(mark);
    this.groups.length = groups;
  }

  /** The member's action list, or null when it does not fit. */
  closeSink(): Uint8Array | null {
    const list = this.sink.list(false);
    this.sink = this.sinks[--this.sinkDepth]!;
    return list === null || list.length > MAX_ACTION_BYTES ? null : list.copy();
  }

  /** A context for a packet this one gives rise to. */
  child(): Context {
    this.nested ??= new Context(this.walk);
    return this.nested;
  }
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

/** A copy of the branch state. */
class Frame {
  private readonly work = new Uint8Array(128);
  private readonly written = new Uint8Array(128);
  private readonly traversed = new Int32Array(MAX_DEVICES + 1);
  private inPort: VPort | null = null;
  private outPort: VPort | null = null;
  private lastRouterPort: VPort | null = null;
  private depth = 0;
  private ttlDecrements = 0;
  private vlanPops = 0;
  private vlanWritten = -1;
  private readonly vlanPushed = new Int32Array(MAX_PUSHES);
  private vlanPushCount = 0;
  private tagsHidden = false;
  private stage = 0;
  private ttlStaged = 0;
  private popsStaged = 0;
  private writtenStaged = -1;
  private pushesStaged = 0;
  private pushesLeft = 0;
  private pathMtu = 0;
  private mss = 0;
  private translated: 0 | 4 | 6 = 0;
  private translator: VDevice | null = null;
  private translatedAfter = 0;
  private mtuStaged = 0;
  private mssStaged = 0;
  private translatedStaged = 0;
  private dirty = 0;

  take(ctx: Context): void {
    this.work.set(ctx.work);
    this.written.set(ctx.written);
    this.traversed.set(ctx.traversed);
    this.inPort = ctx.inPort;
    this.outPort = ctx.outPort;
    this.lastRouterPort = ctx.lastRouterPort;
    this.depth = ctx.depth;
    this.ttlDecrements = ctx.ttlDecrements;
    this.vlanPops = ctx.vlanPops;
    this.vlanWritten = ctx.vlanWritten;
    for (let i = 0; i < ctx.vlanPushCount; i++) this.vlanPushed[i] = ctx.vlanPushed[i]!;
    this.vlanPushCount = ctx.vlanPushCount;
    this.tagsHidden = ctx.tagsHidden;
    this.stage = ctx.stage;
    this.ttlStaged = ctx.ttlStaged;
    this.popsStaged = ctx.popsStaged;
    this.writtenStaged = ctx.writtenStaged;
    this.pushesStaged = ctx.pushesStaged;
    this.pushesLeft = ctx.pushesLeft;
    this.pathMtu = ctx.pathMtu;
    this.mss = ctx.mss;
    this.translated = ctx.translated;
    this.translator = ctx.translator;
    this.translatedAfter = ctx.translatedAfter;
    this.mtuStaged = ctx.mtuStaged;
    this.mssStaged = ctx.mssStaged;
    this.translatedStaged = ctx.translatedStaged;
    this.dirty = ctx.dirty;
  }

  give(ctx: Context): void {
    ctx.work.set(this.work);
    ctx.written.set(this.written);
    ctx.traversed.set(this.traversed);
    ctx.inPort = this.inPort;
    ctx.outPort = this.outPort;
    ctx.lastRouterPort = this.lastRouterPort;
    ctx.depth = this.depth;
    ctx.ttlDecrements = this.ttlDecrements;
    ctx.vlanPops = this.vlanPops;
    ctx.vlanWritten = this.vlanWritten;
    for (let i = 0; i < this.vlanPushCount; i++) ctx.vlanPushed[i] = this.vlanPushed[i]!;
    ctx.vlanPushCount = this.vlanPushCount;
    ctx.tagsHidden = this.tagsHidden;
    ctx.stage = this.stage;
    ctx.ttlStaged = this.ttlStaged;
    ctx.popsStaged = this.popsStaged;
    ctx.writtenStaged = this.writtenStaged;
    ctx.pushesStaged = this.pushesStaged;
    ctx.pushesLeft = this.pushesLeft;
    ctx.pathMtu = this.pathMtu;
    ctx.mss = this.mss;
    ctx.translated = this.translated;
    ctx.translator = this.translator;
    ctx.translatedAfter = this.translatedAfter;
    ctx.mtuStaged = this.mtuStaged;
    ctx.mssStaged = this.mssStaged;
    ctx.translatedStaged = this.translatedStaged;
    ctx.dirty = this.dirty;
    ctx.vtepRemote = -1;
  }
}
