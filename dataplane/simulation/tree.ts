// The rules of one chain as a tree of questions, grown by the packets that come: each node asks the next question of
// the first rule that is still open, and what the answers on the way to it tell rules out for all the others at once.
// So a packet passes as many nodes as it takes to tell rules apart, not as many as there are rules.
//
// It must never ask what an evaluation of rule after rule, each up to its first test that fails, would not have asked:
// every bit it reads is one of a test that holds, or the first that makes a test fail, of a rule that no earlier
// answer had ruled out. What has grown decides nothing; it may be forgotten at any time.
import * as rules from "./actions-of-rules.js";
import * as judging from "./judge.js";
import { Judge } from "./judge.js";
import type { ChainRules } from "./snapshot.js";
import * as tests from "./tests.js";

// Folded, as imports are not (words.ts).
const { ACTION } = rules;
const { FALSE, TRUE } = judging;
const { WORDS } = tests;

/** What a node does. Below RULE a word of the key is compared: its number << 5, and the number of the lowest bit that
 * counts; 1: value, 2: bits. */
export const NODE = {
  /** Added where there is one bit only. */
  BIT: WORDS << 5,
  /** 1: the rule, 2: its action. It holds. */
  RULE: WORDS << 6,
  END: (WORDS << 6) + 1,
  /** 1: kind of a test that is not about bits, 2: its first number. */
  ASK: (WORDS << 6) + 2,
} as const;

/** The child that was grown first, and behind it where that is. Most nodes have no other: a packet that takes it goes on
 * by a branch that the processor foresees, and does not wait until the child's number is worked out. */
export const LIKELY = 3;
/** Numbers of a node before its children. Of those the first is for "equal", "holds" or "go on", the others are for a
 * bit that differs, by its number from the lowest on, or for "does not hold". 0: not grown yet. */
export const CHILDREN = 5;
/** Behind the children of a bit's node: that bit and those of the bits' nodes behind it, of the same word, as long as one
 * follows from the other: how they are on that way, which they are (0: no child yet), where it leads. A range of ports
 * asks for many bits in turn; one comparison passes them all. A bit is read however it is, so it is the same to the
 * mask. */
export const RUN = CHILDREN + 2;
const RUN_SIZE = 3;
/** A node's origin, which only growing asks for: it lies in an array of its own, at the node's place, so that what packets
 * pass is small. */
const PARENT = 0;
/** Which child of its parent it is. A root's: which places it is for. */
const BRANCH = 1;
/** Rules that were open at some node above, and where in that list the first that is open here stands. */
const LIST = 2;
const CURSOR = 3;
const ROOT = -1;

/** Numbers that one tree may hold: 8 MB. */
const MOST = 1 << 21;
/** Shorter lists are not worth a shorter copy. */
const SHORT = 16;

const judge = new Judge();

export class Tree {
  nodes = new Int32Array(64);
  private origins = new Int32Array(64);
  private used = 1;
  private listed = 0;
  private readonly lists: Int32Array[] = [];
  private readonly roots = new Map<number, number>();
  private readonly places: { inPort: number; outPort: number }[] = [];
  private root = 0;

  constructor(readonly rules: ChainRules) {}

  /** The node to begin at, of a packet that is there; -1: at no port. To be asked for before each walk. */
  begin(inPort: number, outPort: number): number {
    if (2 * this.used + this.listed > MOST) this.clear();
    const { readsIn, readsOut } = this.rules;
    if (!readsIn && !readsOut) {
      if (this.root === 0) this.root = this.plant(-1, -1);
      return this.root;
    }
    const place = (readsIn ? inPort + 1 : 0) * 0x1000000 + (readsOut ? outPort + 1 : 0);
    let root = this.roots.get(place);
    if (root === undefined) {
      root = this.plant(inPort, outPort);
      this.roots.set(place, root);
    }
    return root;
  }

  /** Makes that child of a node. `nodes` may be another array afterwards. */
  grow(node: number, branch: number): number {
    const { nodes, origins } = this;
    const list = origins[node + LIST]!;
    let distance = 1;
    this.recall(node);
    this.apply(node, branch);
    for (let at = node; origins[at + PARENT] !== ROOT; at = origins[at + PARENT]!) {
      this.apply(origins[at + PARENT]!, origins[at + BRANCH]!);
      if (origins[origins[at + PARENT]! + LIST] === list) distance++;
    }
    const cursor = origins[node + CURSOR]! + (nodes[node] === NODE.RULE ? 1 : 0);
    const child = this.place(node, branch, list, cursor, distance);
    this.nodes[node + CHILDREN + branch] = child;
    if (this.nodes[node + LIKELY + 1] === 0) this.nodes.set([branch, child], node + LIKELY);
    this.run(node);
    return child;
  }

  /** Makes anew the runs that lead by the node, which has a child more. */
  private run(node: number): void {
    const { nodes, origins } = this;
    const same = nodes[node]! >> 5;
    if (same < WORDS || same >= 2 * WORDS) return;
    for (let at = node; at !== ROOT && nodes[at]! >> 5 === same; at = origins[at + PARENT]!) {
      const bit = nodes[at + 2]!;
      const next = nodes[at + LIKELY + 1]!;
      const forked = nodes[next + CHILDREN] !== 0 && nodes[next + CHILDREN + 1] !== 0;
      const on = nodes[next]! >> 5 === same && nodes[next + RUN + 1] !== 0 && !forked;
      const value = (nodes[at + LIKELY] === 0 ? nodes[at + 1]! : ~nodes[at + 1]!) & bit;
      nodes[at + RUN] = value | (on ? nodes[next + RUN]! : 0);
      nodes[at + RUN + 1] = bit | (on ? nodes[next + RUN + 1]! : 0);
      nodes[at + RUN + 2] = on ? nodes[next + RUN + 2]! : next;
    }
  }

  private clear(): void {
    this.nodes = new Int32Array(64);
    this.origins = new Int32Array(64);
    this.used = 1;
    this.listed = 0;
    this.lists.length = 0;
    this.roots.clear();
    this.places.length = 0;
    this.root = 0;
  }

  private plant(inPort: number, outPort: number): number {
    judge.begin(inPort, outPort);
    this.places.push({ inPort, outPort });
    if (this.lists.length === 0) this.lists.push(Int32Array.from({ length: this.rules.count }, (_, i) => i));
    return this.place(ROOT, this.places.length - 1, 0, 0, 1);
  }

  /** Begins with where the packets of a node are. */
  private recall(node: number): void {
    const { origins } = this;
    let root = node;
    while (origins[root + PARENT] !== ROOT) root = origins[root + PARENT]!;
    const { inPort, outPort } = this.places[origins[root + BRANCH]!]!;
    judge.begin(inPort, outPort);
  }

  /** What is known of packets that leave a node by a branch. */
  private apply(node: number, branch: number): void {
    const { nodes } = this;
    const kind = nodes[node]!;
    if (kind === NODE.ASK) judge.answer(nodes[node + 1]!, nodes[node + 2]!, branch === 0);
    if (kind >= NODE.RULE) return;
    const value = nodes[node + 1]!;
    const word = (kind >> 5) & (WORDS - 1);
    if (branch === 0) judge.learn(word, value, nodes[node + 2]!);
    else judge.learn(word, ~value, 1 << (branch - 1 + (kind & 31)));
  }

  /** The node for what the judge knows. `distance`: answers since the list was made. */
  private place(parent: number, branch: number, list: number, cursor: number, distance: number): number {
    const open = this.lists[list]!;
    const { from, to, tests } = this.rules;
    let first = cursor;
    let result = FALSE;
    for (; first < open.length; first++) {
      result = judge.rule(tests, from[open[first]!]!, to[open[first]!]!);
      if (result !== FALSE) break;
    }
    if (first === open.length) return this.create(NODE.END, 0, 0, 0, parent, branch, list, first);
    const { kind, first: value, second: bits } = judge;
    let [ofList, at] = [list, first];
    // Looked through after 1, 2, 4, 8 answers, that many rules that none of them rules out cost no square of it.
    if (open.length - first > SHORT && (distance & (distance - 1)) === 0) {
      const shorter = this.stillOpen(open, first);
      if (shorter.length * 2 <= open.length - cursor) {
        this.lists.push(Int32Array.from(shorter));
        this.listed += shorter.length;
        [ofList, at] = [this.lists.length - 1, 0];
      }
    }
    const rule = open[first]!;
    if (result === TRUE)
      return this.create(NODE.RULE, rule, this.rules.action[rule]!, 1, parent, branch, ofList, at);
    if (kind >= WORDS) return this.create(NODE.ASK, kind, value, 2, parent, branch, ofList, at);
    const lowest = 31 - Math.clz32(bits & -bits);
    const children = 2 + (31 - Math.clz32(bits)) - lowest;
    const compare = (kind << 5) | lowest;
    return children === 2
      ? this.create(compare + NODE.BIT, value, bits, children + RUN_SIZE, parent, branch, ofList, at)
      : this.create(compare, value, bits, children, parent, branch, ofList, at);
  }

  /** The rules from a place on that may yet hold, up to one that surely decides. */
  private stillOpen(open: Int32Array, from: number): number[] {
    const { action, tests, from: begin, to } = this.rules;
    const still: number[] = [];
    for (let i = from; i < open.length; i++) {
      const rule = open[i]!;
      const result = judge.rule(tests, begin[rule]!, to[rule]!);
      if (result === FALSE) continue;
      still.push(rule);
      if (result === TRUE && action[rule] !== ACTION.CONTINUE && action[rule] !== ACTION.JUMP) break;
    }
    return still;
  }

  private create(
    kind: number,
    first: number,
    second: number,
    children: number,
    parent: number,
    branch: number,
    list: number,
    cursor: number,
  ): number {
    const node = this.used;
    this.used += CHILDREN + children;
    if (this.used > this.nodes.length) {
      this.nodes = longer(this.nodes, this.used);
      this.origins = longer(this.origins, this.used);
    }
    this.nodes.set([kind, first, second], node);
    this.origins.set([parent, branch, list, cursor], node);
    return node;
  }
}

function longer(from: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(least, 2 * from.length));
  to.set(from);
  return to;
}
