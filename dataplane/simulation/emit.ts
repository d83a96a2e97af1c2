// Collects the copies that leave and writes them as one action list with as few clones as possible. What it writes
// may depend only on what the walk decided and wrote, never on a bit of the packet.
import { KEY, MAX_ACTION_BYTES, PORT_TUNNEL } from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";

/** Fields the virtual network rewrites: bit in `dirty`, place and size in the key in units of 2 bytes. */
export const WROTE = { ETH_DST: 1, ETH_SRC: 2, IP_SRC: 4, IP_DST: 8, TP_SRC: 16, TP_DST: 32 } as const;
/** By the bit's number. */
const FIELD = Uint8Array.of(
  ...[KEY.eth_dst, KEY.eth_src, KEY.ip_src, KEY.ip_dst, KEY.tp_src, KEY.tp_dst].map((offset) => offset / 2),
);
const SIZE = Uint8Array.of(3, 3, 8, 8, 1, 1);

const OUTPUT = 0;
const ENCAP = 1;
const SELECT = 2;

/** What the sink reads of the branch. */
export interface Rewrites {
  readonly workShorts: Uint16Array;
  readonly writtenShorts: Uint16Array;
  dirty: number;
  ttlDecrements: number;
  readonly vlanPops: number;
  readonly vlanWritten: number;
  readonly vlanPushed: Int32Array;
  readonly vlanPushCount: number;
}

/** How far a sink was filled. */
export interface SinkMark {
  count: number;
  rewrites: number;
  words: number;
  copies: number;
}

export class Sink {
  private readonly kinds: number[] = [];
  private readonly first: number[] = [];
  private readonly second: number[] = [];
  /** Which rewrite each copy needs. */
  private readonly rewrite: number[] = [];
  /** It is a mirror's. */
  private readonly mirrored: boolean[] = [];
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
    this.rewrites.clear();
  }

  output(branch: Rewrites, port: number): void {
    this.add(OUTPUT, port, 0, this.rewriteOf(branch));
  }

  encap(branch: Rewrites, tunnel: number, key: number): void {
    this.add(ENCAP, tunnel, key | 0, this.rewriteOf(branch));
  }

  /** Members hold their rewrites themselves. */
  select(group: number): void {
    this.add(SELECT, group, 0, this.intern(this.rewrites.count));
  }

  mark(): SinkMark {
    const { count, rewriteCount, copies } = this;
    return { count, rewrites: rewriteCount, words: this.rewrites.count, copies };
  }

  /** Forgets what was added since. */
  rewind({ count, rewrites, words, copies }: SinkMark): void {
    this.count = count;
    this.rewriteCount = rewrites;
    this.rewrites.count = words;
    this.copies = copies;
  }

  /** The whole list, lent and made once. Copies with equal rewrites share one clone; unchanged ones need none. Where
   * the copies of mirrors would make it too long, it is without them. */
  list(decap: boolean): ActionBuffer {
    if (this.count === 1 && !decap && this.copies === 0) {
      // Where its rewrite lies already.
      this.leave(this.rewrites, 0);
      return this.rewrites;
    }
    const { out } = this;
    if (this.copies > 0) {
      this.mirrorsOnly(decap, false);
      this.write(false, true);
      if (out.length <= MAX_ACTION_BYTES) return out;
    }
    out.clear();
    if (decap) out.decap();
    this.write(false, true);
    return out;
  }

  /** The copies of mirrors alone: the packet itself stays behind them, or with `last` is the last of them. */
  mirrorsOnly(decap: boolean, last: boolean): ActionBuffer {
    this.out.clear();
    if (decap) this.out.decap();
    this.write(true, last);
    return this.out;
  }

  /** Those of mirrors, or the others. With `last` one of them is the packet itself. */
  private write(mirrored: boolean, inlineLast: boolean): void {
    const { out } = this;
    const order: number[] = [];
    for (let i = 0; i < this.rewriteCount; i++) {
      if (this.copies > 0 && !this.needed(i, mirrored)) continue;
      if (this.starts[i] === this.ends[i]) order.unshift(i);
      else order.push(i);
    }
    for (let i = 0; i < order.length; i++) {
      const rewrite = order[i]!;
      const last = inlineLast && i === order.length - 1;
      if (last || this.starts[rewrite] === this.ends[rewrite]) {
        this.body(out, rewrite, mirrored, last);
        continue;
      }
      const clone = out.openClone();
      this.body(out, rewrite, mirrored, true);
      out.closeClone(clone);
    }
  }

  private needed(rewrite: number, mirrored: boolean): boolean {
    for (let i = 0; i < this.count; i++)
      if (this.rewrite[i] === rewrite && this.mirrored[i] === mirrored) return true;
    return false;
  }

  /** Rewrite, plain outputs, then what changes the packet for good: cloned but for the last, which may stay inline. */
  private body(out: ActionBuffer, rewrite: number, mirrored: boolean, inlineLast: boolean): void {
    out.append(this.rewrites.words, this.starts[rewrite]!, this.ends[rewrite]!);
    let last = -1;
    for (let i = 0; i < this.count; i++) {
      if (this.rewrite[i] !== rewrite || this.mirrored[i] !== mirrored) continue;
      if (this.kinds[i] === OUTPUT) this.leave(out, i);
      else last = i;
    }
    for (let i = 0; i <= last; i++) {
      if (this.rewrite[i] !== rewrite || this.mirrored[i] !== mirrored || this.kinds[i] === OUTPUT) continue;
      const clone = i === last && inlineLast ? -1 : out.openClone();
      this.leave(out, i);
      if (clone >= 0) out.closeClone(clone);
    }
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

  private add(kind: number, first: number, second: number, rewrite: number): void {
    const at = this.count++;
    this.kinds[at] = kind;
    this.first[at] = first;
    this.second[at] = second;
    this.rewrite[at] = rewrite;
    this.mirrored[at] = this.copying > 0;
    if (this.copying > 0) this.copies++;
  }

  private rewriteOf(branch: Rewrites): number {
    const to = this.rewrites;
    const start = to.count;
    for (let i = 0; i < branch.vlanPops; i++) to.popVlan();
    if (branch.vlanWritten >= 0) to.setVlan(branch.vlanWritten);
    if (branch.dirty !== 0) {
      const { dirty, workShorts, writtenShorts } = branch;
      for (let rest = dirty; rest !== 0; rest &= rest - 1) {
        const i = 31 - Math.clz32(rest & -rest);
        to.set(FIELD[i]!, SIZE[i]!, workShorts, writtenShorts);
      }
    }
    for (let i = 0; i < branch.ttlDecrements; i++) to.decTtl();
    // Last: a key has no room for a third tag, and what is written above is under them.
    for (let i = 0; i < branch.vlanPushCount; i++) to.pushVlan(branch.vlanPushed[i]!);
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
