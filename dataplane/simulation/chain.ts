// Evaluates a chain of rules on the packet as it stands. Rules are tried in order; the first decisive one wins; the
// end of the chain accepts. It must never read more of the packet than the tests of the rules it reaches.
//
// Rules are taken in blocks. The bit by which a test fails rules out every other rule of the block that wants it
// otherwise (Rules.kills): those are passed over unseen, for that one bit proves that they cannot hold either.
import type { Context } from "./context.js";
import { STEP } from "./path.js";
import { MASK, WRITTEN } from "./reader.js";
import { holds, TEST, TEST_STRIDE, WORDS } from "./tests.js";
import { firstBit } from "./words.js";

export const ACTION = { ACCEPT: 0, DROP: 1, REJECT: 2, RETURN: 3, JUMP: 4, CONTINUE: 5 } as const;
/** The chain, jumped to, decided nothing. */
const UNDECIDED = 6;

/** Rules of a block, at most. A set of them is never negative: the first is bit 30. */
export const BLOCK = 31;
export const FIRST = 0x40000000;
const ALL = 0x7fffffff;

/** ACCEPT, DROP or REJECT. `chain` is an index, -1: no chain. */
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
  const { chains, rules } = ctx.snapshot;
  const { tests, firstTest, kills } = rules;
  const { words } = ctx;
  const { first, count, endTag } = chains[index]!;
  const end = first + count;
  for (let block = first; block < end; block += BLOCK) {
    let live = end - block < BLOCK ? ALL & ~(ALL >>> (end - block)) : ALL;
    next: while (live !== 0) {
      const place = Math.clz32(live) - 1;
      const rule = block + place;
      live ^= FIRST >>> place;
      const stop = firstTest[rule + 1]!;
      for (let at = firstTest[rule]!; at < stop; at += TEST_STRIDE) {
        const kind = tests[at]!;
        if (kind < WORDS) {
          const bits = tests[at + 2]!;
          const have = words[kind]!;
          const differ = (have ^ tests[at + 1]!) & bits;
          const written = words[kind + WRITTEN]!;
          const mask = words[kind + MASK]!;
          if (differ === 0) {
            words[kind + MASK] = mask | (bits & ~written);
            continue;
          }
          // A bit that is already read, or was written, proves it at no cost.
          const known = differ & (mask | written);
          const proof = known === 0 ? firstBit(differ) : known & -known;
          if (known === 0) words[kind + MASK] = mask | proof;
          const bit = 31 - Math.clz32(proof);
          live &= ~kills[tests[at + 3]! + 2 * bit + ((have >>> bit) & 1)]!;
          continue next;
        }
        if (kind === TEST.IP) {
          if (!ctx.isIp()) continue next;
        } else if (kind === TEST.PORTS_IN) {
          const range = tests[at + 2]!;
          if (ctx.shortIn(tests[at + 1]!, range >>> 16, range & 0xffff)) continue;
          live &= ~outside(ctx, kills, tests[at + 1]!, tests[at + 3]!);
          continue next;
        } else if (!holds(ctx, rules, kind, at)) continue next;
      }
      const action = rules.action[rule]!;
      ctx.step(STEP.RULE, rule, action);
      if (action === ACTION.CONTINUE) continue;
      let decided: number = action;
      if (action === ACTION.JUMP) {
        decided = run(ctx, rules.jump[rule]!);
        if (decided === UNDECIDED) continue;
      }
      ctx.tag(rules.tag[rule]!);
      return decided === ACTION.RETURN ? UNDECIDED : decided;
    }
  }
  ctx.tag(endTag);
  ctx.step(STEP.CHAIN_END, index, 0);
  return UNDECIDED;
}

/** The rules whose range cannot hold the port either, for all that is read of it by now. `at`: of their ranges. */
function outside(ctx: Context, kills: Int32Array, field: number, at: number): number {
  const read = ctx.readOf(field);
  const low = ctx.valueOf(field) & read;
  const high = low | (~read & 0xffff);
  const count = kills[at]!;
  let excluded = 0;
  const middle = at + 1 + 2 * count;
  for (let one = at + 1; one < middle && kills[one]! < low; one += 2) excluded = kills[one + 1]!;
  const end = middle + 2 * count;
  let above = 0;
  for (let one = middle; one < end && kills[one]! > high; one += 2) above = kills[one + 1]!;
  return excluded | above;
}
