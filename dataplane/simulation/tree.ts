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

/** What a node does. Below WORDS: that word of the key is compared; 1: value, 2: bits, 3: number of the lowest. */
export const NODE = {
  /** 1: the rule, 2: its action. It holds. */
  RULE: 33,
  END: 34,
  /** 1: kind of a test that is not about bits, 2: its first number. */
  ASK: 35,
} as const;

/** Numbers of a node before its children. Of those the first is for "equal", "holds" or "go on", the others are for a
 * bit that differs, by its number from the lowest on, or for "does not hold". 0: not grown yet. */
export const CHILDREN = 8;
const PARENT = 4;
/** Which child of its parent it is. A root's: which places it is for. */
const BRANCH = 5;
/** Rules that were open at some node above, and where in that list the first that is open here stands. */
const LIST = 6;
const CURSOR = 7;
const ROOT = -1;

/** Numbers that one tree may hold: 8 MB. */
const MOST = 1 << 21;
/** Shorter lists are not worth a shorter copy. */
const SHORT = 16;

const judge = new Judge();

export class Tree {
  nodes = new Int32Array(64);
  private used = 1;
  private listed = 0;
  private readonly lists: Int32Array[] = [];
  private readonly roots = new Map<number, number>();
  private readonly places: { inPort: number; outPort: number }[] = [];
  private root = 0;

  constructor(readonly rules: ChainRules) {}

  /** The node to begin at, of a packet that is there; -1: at no port. To be asked for before each walk. */
  begin(inPort: number, outPort: number): number {
    if (this.used + this.listed > MOST) this.clear();
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
    const { nodes } = this;
    const list = nodes[node + LIST]!;
    let distance = 1;
    this.recall(node);
    this.apply(node, branch);
    for (let at = node; nodes[at + PARENT] !== ROOT; at = nodes[at + PARENT]!) {
      this.apply(nodes[at + PARENT]!, nodes[at + BRANCH]!);
      if (nodes[nodes[at + PARENT]! + LIST] === list) distance++;
    }
    const cursor = nodes[node + CURSOR]! + (nodes[node] === NODE.RULE ? 1 : 0);
    const child = this.place(node, branch, list, cursor, distance);
    this.nodes[node + CHILDREN + branch] = child;
    return child;
  }

  private clear(): void {
    this.nodes = new Int32Array(64);
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
    const { nodes } = this;
    let root = node;
    while (nodes[root + PARENT] !== ROOT) root = nodes[root + PARENT]!;
    const { inPort, outPort } = this.places[nodes[root + BRANCH]!]!;
    judge.begin(inPort, outPort);
  }

  /** What is known of packets that leave a node by a branch. */
  private apply(node: number, branch: number): void {
    const { nodes } = this;
    const kind = nodes[node]!;
    if (kind === NODE.ASK) judge.answer(nodes[node + 1]!, nodes[node + 2]!, branch === 0);
    if (kind >= WORDS) return;
    const value = nodes[node + 1]!;
    if (branch === 0) judge.learn(kind, value, nodes[node + 2]!);
    else {
      const bit = 1 << (branch - 1 + nodes[node + 3]!);
      judge.learn(kind, ~value, bit);
    }
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
    if (first === open.length) return this.create(NODE.END, 0, 0, 0, 0, parent, branch, list, first);
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
      return this.create(NODE.RULE, rule, this.rules.action[rule]!, 0, 1, parent, branch, ofList, at);
    if (kind >= WORDS) return this.create(NODE.ASK, kind, value, 0, 2, parent, branch, ofList, at);
    const lowest = 31 - Math.clz32(bits & -bits);
    const children = 2 + (31 - Math.clz32(bits)) - lowest;
    return this.create(kind, value, bits, lowest, children, parent, branch, ofList, at);
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
    third: number,
    children: number,
    parent: number,
    branch: number,
    list: number,
    cursor: number,
  ): number {
    const node = this.used;
    this.used += CHILDREN + children;
    if (this.used > this.nodes.length) {
      const larger = new Int32Array(Math.max(this.used, 2 * this.nodes.length));
      larger.set(this.nodes);
      this.nodes = larger;
    }
    this.nodes.set([kind, first, second, third, parent, branch, list, cursor], node);
    return node;
  }
}
