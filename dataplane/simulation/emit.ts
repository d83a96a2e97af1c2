// Collects the copies that leave and writes them as one action list with as few clones as possible. What it writes
// may depend only on what the walk decided and wrote, never on a bit of the packet.
import * as layout from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";
import * as words from "./words.js";

// Folded, as imports are not (words.ts).
const { KEY, MAX_ACTION_BYTES, MAX_CLONE_DEPTH, PORT_TUNNEL } = layout;
const { WRITTEN } = words;

/** Fields the virtual network rewrites: bit in `dirty`, place and size in the key in bytes. */
export const WROTE = {
  ETH_DST: 1,
  ETH_SRC: 2,
  IP_SRC: 4,
  IP_DST: 8,
  TP_SRC: 16,
  TP_DST: 32,
  IP_TOS: 64,
} as const;
/** By the bit's number. */
const FIELD = Uint8Array.of(...[KEY.eth_dst, KEY.eth_src, KEY.ip_src, KEY.ip_dst, KEY.tp_src, KEY.tp_dst]);
const SIZE = Uint8Array.of(6, 6, 16, 16, 2, 2);

/** Fields of whole shorts; the TOS byte is written by itself, in part: which word and where in it. */
const SHORTS = 63;
const TOS = KEY.ip_tos >> 2;
const TOS_SHIFT = (KEY.ip_tos & 3) << 3;

const OUTPUT = 0;
const ENCAP = 1;
const SELECT = 2;

/** Which copies: those of mirrors, the packet's own. */
const MIRRORED = 1;
const OWN = 2;
const ALL = 3;

/** What the sink reads of the branch. */
export interface Rewrites {
  dirty: number;
  ttlDecrements: number;
  readonly vlanPops: number;
  readonly vlanWritten: number;
  readonly vlanPushed: Int32Array;
  readonly vlanPushCount: number;
  /** The meter it passed last, 0 none, and what the list has before that. */
  readonly stage: number;
  readonly ttlStaged: number;
  readonly popsStaged: number;
  readonly writtenStaged: number;
  readonly pushesStaged: number;
  readonly pushesLeft: number;
  /** The key, and what of it was written (reader.ts). */
  readonly words: Int32Array;
  /** Largest packet that the way takes, as it came in; 0: any. */
  readonly pathMtu: number;
  /** Largest MSS of a SYN; 0: any. */
  readonly mss: number;
  /** The family it became; 0: it stayed what it was. */
  readonly translated: number;
  /** What of the three the list has before the meter. */
  readonly mtuStaged: number;
  readonly mssStaged: number;
  readonly translatedStaged: number;
}

/** How far a sink was filled. */
export interface SinkMark {
  count: number;
  rewrites: number;
  words: number;
  copies: number;
  meters: number;
}

export class Sink {
  private readonly kinds: number[] = [];
  private readonly first: number[] = [];
  private readonly second: number[] = [];
  /** Which rewrite each copy needs. */
  private readonly rewrite: number[] = [];
  /** It is a mirror's. */
  private readonly mirrored: boolean[] = [];
  /** Behind which meter each copy leaves. */
  private readonly stages: number[] = [];
  /** Meters passed, from number 1 on: which, behind which other, after which rewrite. */
  private readonly meters: number[] = [0];
  private readonly before: number[] = [0];
  private readonly prior: number[] = [0];
  private meterCount = 0;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly rewrites = new ActionBuffer();
  private readonly out = new ActionBuffer();
  /** Copies and rewrites so far; the arrays are reused and may be longer. */
  count = 0;
  private rewriteCount = 0;
  /** Of them those of mirrors. */
  copies = 0;
  /** Above 0 what is added is a mirror's. */
  copying = 0;

  clear(): void {
    this.count = 0;
    this.rewriteCount = 0;
    this.copies = 0;
    this.copying = 0;
    this.meterCount = 0;
    this.rewrites.clear();
  }

  output(branch: Rewrites, port: number): void {
    this.add(OUTPUT, port, 0, this.rewriteOf(branch), branch.stage);
  }

  encap(branch: Rewrites, tunnel: number, key: number): void {
    this.add(ENCAP, tunnel, key | 0, this.rewriteOf(branch), branch.stage);
  }

  /** Members hold their rewrites themselves. */
  select(branch: Rewrites, group: number): void {
    this.add(SELECT, group, 0, this.intern(this.rewrites.count), branch.stage);
  }

  mark(): SinkMark {
    const { count, rewriteCount, copies, meterCount } = this;
    return { count, rewrites: rewriteCount, words: this.rewrites.count, copies, meters: meterCount };
  }

  /** Forgets what was added since. */
  rewind({ count, rewrites, words, copies, meters }: SinkMark): void {
    this.count = count;
    this.rewriteCount = rewrites;
    this.rewrites.count = words;
    this.copies = copies;
    this.meterCount = meters;
  }

  /** The branch is metered, here: its new stage. Copies that were made before are not, copies made of it later are as
   * one. */
  meter(branch: Rewrites, meter: number): number {
    const stage = ++this.meterCount;
    this.meters[stage] = meter;
    this.before[stage] = branch.stage;
    this.prior[stage] = this.rewriteOf(branch);
    return stage;
  }

  /** The whole list, lent and made once. Copies with equal rewrites share one clone; unchanged ones need none. Where
   * the copies of mirrors would make it too long, it is without them. Null: clones lie deeper in each other than the
   * worker allows. */
  list(decap: boolean): ActionBuffer | null {
    if (this.count === 1 && !decap && this.copies === 0 && this.meterCount === 0) {
      // Where its rewrite lies already.
      this.leave(this.rewrites, 0);
      return this.rewrites;
    }
    const { out } = this;
    if (this.copies > 0 && this.begin(decap, ALL, true) && out.length <= MAX_ACTION_BYTES) return out;
    return this.begin(decap, OWN, true) ? out : null;
  }

  /** The copies of mirrors alone: the packet itself stays behind them, or with `last` is the last of them. */
  mirrorsOnly(decap: boolean, last: boolean): ActionBuffer {
    if (!this.begin(decap, MIRRORED, last)) this.out.clear();
    return this.out;
  }

  private begin(decap: boolean, which: number, inlineLast: boolean): boolean {
    this.out.clear();
    if (decap) this.out.decap();
    return this.write(which, 0, 0, inlineLast);
  }

  /** All that leaves behind a meter (0: behind none), mirrors' copies first, then what leaves behind the meters after
   * it. With `inlineLast` the last is the packet itself. False: clones lie too deep. */
  private write(which: number, stage: number, depth: number, inlineLast: boolean): boolean {
    const { out } = this;
    const mirrored = (which & MIRRORED) === 0 ? [] : this.rewritesOf(stage, true);
    const own = (which & OWN) === 0 ? [] : this.rewritesOf(stage, false);
    const next: number[] = [];
    for (let i = stage + 1; i <= this.meterCount; i++)
      if (this.before[i] === stage && this.reached(i, which)) next.push(i);
    let left = mirrored.length + own.length + next.length;
    let fits = true;
    for (const [copies, rewrites] of [[true, mirrored] as const, [false, own] as const])
      for (const rewrite of rewrites) {
        const last = --left === 0 && inlineLast;
        const bare = last || this.starts[rewrite] === this.ends[rewrite];
        const clone = bare ? -1 : out.openClone();
        const deepest = this.body(stage, rewrite, copies, last || !bare);
        if (clone >= 0) out.closeClone(clone);
        fits &&= depth + (bare ? 0 : 1) + deepest <= MAX_CLONE_DEPTH;
      }
    for (const to of next) {
      const clone = --left === 0 && inlineLast ? -1 : out.openClone();
      const prior = this.prior[to]!;
      out.append(this.rewrites.words, this.starts[prior]!, this.ends[prior]!);
      out.meter(this.meters[to]!);
      fits = this.write(which, to, depth + (clone < 0 ? 0 : 1), true) && fits;
      if (clone >= 0) out.closeClone(clone);
    }
    return fits;
  }

  /** Rewrites behind a meter, of mirrors' copies or the others; the empty one first. */
  private rewritesOf(stage: number, mirrored: boolean): number[] {
    const order: number[] = [];
    for (let i = 0; i < this.rewriteCount; i++) {
      if (!this.needed(stage, i, mirrored)) continue;
      if (this.starts[i] === this.ends[i]) order.unshift(i);
      else order.push(i);
    }
    return order;
  }

  private needed(stage: number, rewrite: number, mirrored: boolean): boolean {
    for (let i = 0; i < this.count; i++) if (this.is(i, stage, rewrite, mirrored)) return true;
    return false;
  }

  private is(i: number, stage: number, rewrite: number, mirrored: boolean): boolean {
    return this.rewrite[i] === rewrite && this.stages[i] === stage && this.mirrored[i] === mirrored;
  }

  /** Does such a copy leave behind this meter, or behind one after it? */
  private reached(stage: number, which: number): boolean {
    for (let i = 0; i < this.count; i++) {
      if ((which & (this.mirrored[i] ? MIRRORED : OWN)) === 0) continue;
      for (let at = this.stages[i]!; at >= stage; at = this.before[at]!) if (at === stage) return true;
    }
    return false;
  }

  /** Rewrite, plain outputs, then what changes the packet for good: cloned but for the last, which may stay inline.
   * How deep clones lie in it. */
  private body(stage: number, rewrite: number, mirrored: boolean, inlineLast: boolean): number {
    const { out } = this;
    out.append(this.rewrites.words, this.starts[rewrite]!, this.ends[rewrite]!);
    let last = -1;
    let deepest = 0;
    for (let i = 0; i < this.count; i++) {
      if (!this.is(i, stage, rewrite, mirrored)) continue;
      if (this.kinds[i] === OUTPUT) this.leave(out, i);
      else last = i;
    }
    for (let i = 0; i <= last; i++) {
      if (!this.is(i, stage, rewrite, mirrored) || this.kinds[i] === OUTPUT) continue;
      const clone = i === last && inlineLast ? -1 : out.openClone();
      this.leave(out, i);
      if (clone < 0) continue;
      out.closeClone(clone);
      deepest = 1;
    }
    return deepest;
  }

  /** How copy number i leaves. */
  private leave(out: ActionBuffer, i: number): void {
    if (this.kinds[i] === OUTPUT) out.output(this.first[i]!);
    else if (this.kinds[i] === SELECT) out.select(this.first[i]!);
    else {
      out.encap(this.first[i]!, this.second[i]!);
      out.output(PORT_TUNNEL);
    }
  }

  private add(kind: number, first: number, second: number, rewrite: number, stage: number): void {
    const at = this.count++;
    this.kinds[at] = kind;
    this.first[at] = first;
    this.second[at] = second;
    this.rewrite[at] = rewrite;
    this.mirrored[at] = this.copying > 0;
    if (this.copying > 0) this.copies++;
    this.stages[at] = stage;
  }

  private rewriteOf(branch: Rewrites): number {
    const to = this.rewrites;
    const start = to.count;
    const { vlanPops, vlanWritten, popsStaged, pushesLeft } = branch;
    const pops = vlanPops - popsStaged + branch.pushesStaged - pushesLeft;
    for (let i = 0; i < pops; i++) to.popVlan();
    if (vlanWritten >= 0 && (vlanWritten !== branch.writtenStaged || vlanPops !== popsStaged))
      to.setVlan(vlanWritten);
    limits(to, branch, this.copying > 0);
    if (branch.dirty !== 0) {
      const { dirty, words } = branch;
      for (let rest = dirty & SHORTS; rest !== 0; rest &= rest - 1) {
        const i = 31 - Math.clz32(rest & -rest);
        to.set(FIELD[i]!, SIZE[i]!, words);
      }
      if ((dirty & WROTE.IP_TOS) !== 0)
        to.setByte(KEY.ip_tos, (words[TOS + WRITTEN]! >>> TOS_SHIFT) & 0xff, words[TOS]! >>> TOS_SHIFT);
    }
    for (let i = branch.ttlStaged; i < branch.ttlDecrements; i++) to.decTtl();
    // Last: a key has no room for a third tag, and what is written above is under them.
    for (let i = pushesLeft; i < branch.vlanPushCount; i++) to.pushVlan(branch.vlanPushed[i]!);
    return this.intern(start);
  }

  /** The number of the rewrite just written at `start`; an equal one is found again. */
  private intern(start: number): number {
    const { words, count } = this.rewrites;
    for (let i = 0; i < this.rewriteCount; i++) {
      const from = this.starts[i]!;
      if (this.ends[i]! - from !== count - start) continue;
      let at = start;
      while (at < count && words[at] === words[from + at - start]) at++;
      if (at < count) continue;
      this.rewrites.count = start;
      return i;
    }
    this.starts[this.rewriteCount] = start;
    this.ends[this.rewriteCount] = count;
    return this.rewriteCount++;
  }
}

/** How large a packet may be, or its segments; the family it becomes. What a list has before a meter is not said again;
 * behind a translation no size is asked for. A copy is no reason to tell anybody. */
function limits(to: ActionBuffer, branch: Rewrites, copy: boolean): void {
  const { pathMtu, mss, translated, translatedStaged } = branch;
  if (pathMtu !== branch.mtuStaged && translatedStaged === 0 && !copy) to.checkMtu(pathMtu);
  if (mss !== branch.mssStaged) to.clampMss(mss);
  if (translated !== translatedStaged) to.translate(translated, branch.words, WRITTEN);
}
