// Collects the copies that leave and writes them as one action list with as few clones as possible. What it writes
// may depend only on what the walk decided and wrote, never on a bit of the packet.
import { KEY, PORT_TUNNEL } from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";

/** Fields the virtual network rewrites: bit in `dirty`, place and size in the key. */
export const WROTE = { ETH_DST: 1, ETH_SRC: 2, IP_SRC: 4, IP_DST: 8, TP_SRC: 16 } as const;
const FIELDS = [
  { bit: WROTE.ETH_DST, offset: KEY.eth_dst, size: 6 },
  { bit: WROTE.ETH_SRC, offset: KEY.eth_src, size: 6 },
  { bit: WROTE.IP_SRC, offset: KEY.ip_src, size: 16 },
  { bit: WROTE.IP_DST, offset: KEY.ip_dst, size: 16 },
  { bit: WROTE.TP_SRC, offset: KEY.tp_src, size: 2 },
] as const;

const OUTPUT = 0;
const ENCAP = 1;
const SELECT = 2;

/** What the sink reads of the branch. */
export interface Rewrites {
  readonly work: Uint8Array;
  readonly written: Uint8Array;
  dirty: number;
  ttlDecrements: number;
  vlanPopped: boolean;
}

export class Sink {
  private readonly kinds: number[] = [];
  private readonly first: number[] = [];
  private readonly second: number[] = [];
  /** Which rewrite each copy needs. */
  private readonly rewrite: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly rewrites = new ActionBuffer();
  /** Copies and rewrites so far; the arrays are reused and may be longer. */
  count = 0;
  private rewriteCount = 0;

  clear(): void {
    this.count = 0;
    this.rewriteCount = 0;
    this.rewrites.clear();
  }

  output(branch: Rewrites, port: number): void {
    this.add(OUTPUT, port, 0, this.rewriteOf(branch));
  }

  encap(branch: Rewrites, tunnel: number, key: number): void {
    this.add(ENCAP, tunnel, key, this.rewriteOf(branch));
  }

  /** Members hold their rewrites themselves. */
  select(group: number): void {
    this.add(SELECT, group, 0, this.intern(this.rewrites.length));
  }

  /** Appends the whole list. Copies with equal rewrites share one clone; unchanged ones need none. */
  encode(out: ActionBuffer, decap: boolean): void {
    if (decap) out.decap();
    if (this.count === 1) {
      this.body(out, this.rewrite[0]!, true);
      return;
    }
    const order: number[] = [];
    for (let i = 0; i < this.rewriteCount; i++) {
      if (this.starts[i] === this.ends[i]) order.unshift(i);
      else order.push(i);
    }
    for (let i = 0; i < order.length; i++) {
      const rewrite = order[i]!;
      const last = i === order.length - 1;
      if (last || this.starts[rewrite] === this.ends[rewrite]) {
        this.body(out, rewrite, last);
        continue;
      }
      const clone = out.openClone();
      this.body(out, rewrite, true);
      out.closeClone(clone);
    }
  }

  /** Rewrite, plain outputs, then what changes the packet for good: cloned but for the last, which may stay inline. */
  private body(out: ActionBuffer, rewrite: number, inlineLast: boolean): void {
    out.append(this.rewrites.bytes, this.starts[rewrite]!, this.ends[rewrite]!);
    let last = -1;
    for (let i = 0; i < this.count; i++) {
      if (this.rewrite[i] !== rewrite) continue;
      if (this.kinds[i] === OUTPUT) out.output(this.first[i]!);
      else last = i;
    }
    for (let i = 0; i <= last; i++) {
      if (this.rewrite[i] !== rewrite || this.kinds[i] === OUTPUT) continue;
      const clone = i === last && inlineLast ? -1 : out.openClone();
      if (this.kinds[i] === SELECT) out.select(this.first[i]!);
      else {
        out.encap(this.first[i]!, this.second[i]!);
        out.output(PORT_TUNNEL);
      }
      if (clone >= 0) out.closeClone(clone);
    }
  }

  private add(kind: number, first: number, second: number, rewrite: number): void {
    const at = this.count++;
    this.kinds[at] = kind;
    this.first[at] = first;
    this.second[at] = second;
    this.rewrite[at] = rewrite;
  }

  private rewriteOf(branch: Rewrites): number {
    const to = this.rewrites;
    const start = to.length;
    if (branch.vlanPopped) to.popVlan();
    if (branch.dirty !== 0) {
      for (const field of FIELDS) {
        if ((branch.dirty & field.bit) !== 0) to.set(field.offset, field.size, branch.work, branch.written);
      }
    }
    for (let i = 0; i < branch.ttlDecrements; i++) to.decTtl();
    return this.intern(start);
  }

  /** The number of the rewrite just written at `start`; an equal one is found again. */
  private intern(start: number): number {
    const { bytes, length } = this.rewrites;
    for (let i = 0; i < this.rewriteCount; i++) {
      const from = this.starts[i]!;
      if (this.ends[i]! - from !== length - start) continue;
      let at = start;
      while (at < length && bytes[at] === bytes[from + at - start]) at++;
      if (at < length) continue;
      this.rewrites.length = start;
      return i;
    }
    this.starts[this.rewriteCount] = start;
    this.ends[this.rewriteCount] = length;
    return this.rewriteCount++;
  }
}
