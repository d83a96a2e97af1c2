// Evaluates a chain of rules on the packet as it stands. Rules are tried in order; the first decisive one wins; the
// end of the chain accepts. It must never read more of the packet than the tests of the rules it reaches.
import type { Context } from "./context.js";
import { STEP } from "./path.js";
import { shut, testsHold } from "./tests.js";

export const ACTION = { ACCEPT: 0, DROP: 1, REJECT: 2, RETURN: 3, JUMP: 4, CONTINUE: 5 } as const;
/** The chain, jumped to, decided nothing. */
const UNDECIDED = 6;

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
  const chain = ctx.snapshot.chains[index]!;
  // A chain entered before in this evaluation is skipped: it has said all it has to say, and loops end.
  if (ctx.entered[index] === ctx.evaluation) {
    ctx.step(STEP.CHAIN_AGAIN, index, 0);
    return UNDECIDED;
  }
  ctx.entered[index] = ctx.evaluation;
  const rules = ctx.snapshot.rules;
  const end = chain.first + chain.count;
  for (let rule = chain.first; rule < end; rule++) {
    const gate = rules.gate[rule]!;
    if (gate !== 0 && shut(ctx, gate)) continue;
    if (!testsHold(ctx, rules, rule)) continue;
    const action = rules.action[rule]!;
    ctx.step(STEP.RULE, rule, action);
    if (action === ACTION.CONTINUE) continue;
    let decided: number = action;
    if (action === ACTION.JUMP) {
      decided = run(ctx, rules.chain[rule]!);
      if (decided === UNDECIDED) continue;
    }
    ctx.tag(chain.tags[rule - chain.first]!);
    return decided === ACTION.RETURN ? UNDECIDED : decided;
  }
  ctx.tag(chain.tags[chain.count]!);
  ctx.step(STEP.CHAIN_END, index, 0);
  return UNDECIDED;
}
