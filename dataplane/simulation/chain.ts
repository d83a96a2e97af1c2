// Evaluates a chain of rules on the packet as it stands. Rules are tried in order; the first decisive one wins; the
// end of the chain accepts. It must never read more of the packet than the tests of the rules it reaches; tree.ts says
// which of those are asked.

import * as layout from "../../bindings/layout.js";
import * as rules from "./actions-of-rules.js";
import type { Context } from "./context.js";
import { namesForeignMac } from "./foreign-mac.js";
import { embeddedAddressIs } from "./icmp-data.js";
import { addressOf, groupOf } from "./judge.js";
import * as path from "./path.js";
import type { VChain } from "./snapshot.js";
import * as tests from "./tests.js";
import type { Tree } from "./tree.js";
import * as trees from "./tree.js";
import * as words from "./words.js";

// Folded, as imports are not (words.ts).
const { KEY } = layout;
const { ACTION } = rules;
const { STEP } = path;
const { firstBit, MASK, WRITTEN } = words;
const { TEST, WORDS } = tests;
const { CHILDREN, LIKELY, NODE, RUN } = trees;

export { ACTION } from "./actions-of-rules.js";

/** The chain, jumped to, decided nothing. */
const UNDECIDED = 7;

/** ACCEPT, DROP, REJECT, or REDIRECT to ctx.redirected. `chain` is an index, -1: no chain. */
export function evaluate(ctx: Context, chain: number): number {
  if (chain < 0) return ACTION.ACCEPT;
  if (ctx.evaluation === 0x7fffffff) {
    ctx.entered.fill(0);
    ctx.evaluation = 0;
  }
  ctx.evaluation++;
  const decided = run(ctx, chain);
  return decided === UNDECIDED ? ACTION.ACCEPT : decided;
}

function run(ctx: Context, index: number): number {
  // A chain entered before in this evaluation is skipped: it has said all it has to say, and loops end.
  if (ctx.entered[index] === ctx.evaluation) {
    ctx.step(STEP.CHAIN_AGAIN, index, 0);
    return UNDECIDED;
  }
  ctx.entered[index] = ctx.evaluation;
  const chain = ctx.snapshot.chains[index]!;
  const tree = chain.tree ?? chain.plant();
  const { words, inPort, outPort } = ctx;
  // "| 0": a number that a call gives is else taken for anything, in all of the loop.
  let at = tree.begin(inPort === null ? -1 : inPort.index, outPort === null ? -1 : outPort.index) | 0;
  let { nodes } = tree;
  for (;;) {
    const kind = nodes[at]!;
    let branch = 0;
    if (kind < NODE.BIT) {
      const word = kind >> 5;
      const bits = nodes[at + 2]!;
      const differ = (words[word]! ^ nodes[at + 1]!) & bits;
      const written = words[word + WRITTEN]!;
      const mask = words[word + MASK]!;
      if (differ === 0) words[word + MASK] = mask | (bits & ~written);
      else {
        // A bit that is already read, or was written, proves it at no cost.
        const known = differ & (mask | written);
        const proof = known === 0 ? firstBit(differ) : known & -known;
        if (known === 0) words[word + MASK] = mask | proof;
        branch = 32 - Math.clz32(proof) - (kind & 31);
      }
    } else if (kind < NODE.RULE) {
      const word = (kind >> 5) - WORDS;
      const value = words[word]!;
      const unwritten = ~words[word + WRITTEN]!;
      const run = nodes[at + RUN + 1]!;
      if (run !== 0 && ((value ^ nodes[at + RUN]!) & run) === 0) {
        words[word + MASK]! |= run & unwritten;
        at = nodes[at + RUN + 2]!;
        continue;
      }
      const bit = nodes[at + 2]!;
      words[word + MASK]! |= bit & unwritten;
      if (((value ^ nodes[at + 1]!) & bit) !== 0) branch = 1;
    } else if (kind === NODE.RULE) {
      const decided = reach(ctx, chain, tree, nodes[at + 1]!, nodes[at + 2]!);
      if (decided >= 0) return decided;
      nodes = tree.nodes;
    } else if (kind === NODE.END) {
      ctx.tag(tree.rules.tag[tree.rules.count]!);
      ctx.step(STEP.CHAIN_END, index, 0);
      return UNDECIDED;
    } else branch = asked(ctx, tree, nodes[at + 1]!, nodes[at + 2]!) ? 0 : 1;
    const child = nodes[at + LIKELY] === branch ? nodes[at + LIKELY + 1]! : nodes[at + CHILDREN + branch]!;
    if (child !== 0) at = child;
    else {
      at = tree.grow(at, branch) | 0;
      nodes = tree.nodes;
    }
  }
}

/** The rule holds; below 0 when the next one is to be tried. */
function reach(ctx: Context, chain: VChain, tree: Tree, rule: number, action: number): number {
  ctx.step(STEP.RULE, chain.first + rule, action);
  if (action === ACTION.CONTINUE) return -1;
  let decided = action;
  if (action === ACTION.JUMP) {
    decided = run(ctx, tree.rules.jump[rule]!);
    if (decided === UNDECIDED) return -1;
  }
  if (action === ACTION.REDIRECT) ctx.redirected = tree.rules.jump[rule]!;
  ctx.tag(tree.rules.tag[rule]!);
  return decided === ACTION.RETURN ? UNDECIDED : decided;
}

/** Questions that are not about bits of the key. */
function asked(ctx: Context, tree: Tree, kind: number, first: number): boolean {
  if (kind === TEST.DEVICE) {
    for (let i = 0; i < ctx.depth; i++) if (ctx.traversed[i] === first) return true;
    return false;
  }
  if (kind === TEST.REWRITTEN) return ctx.written[KEY.ip_dst + 15] !== 0;
  if (kind === TEST.FOREIGN_MAC) return namesForeignMac(ctx);
  if (kind === TEST.GROUP)
    return tree.rules.tests.groups[groupOf(first)]!.lookup(ctx, 4 * addressOf(first)) >= 0;
  const { bytes, bits } = tree.rules.tests.prefixes[first >> 1]!;
  return embeddedAddressIs(ctx, first & 1, bytes, 0, bits);
}
