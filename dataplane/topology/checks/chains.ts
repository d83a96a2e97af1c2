// Chains: a jump and a redirect have a target, nothing else has, and no chain can come back to itself.
import type { Chain, Rule } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check } from "./context.js";

export const checkChains: Check = ({ topology, chains }, report) => {
  for (const [path, chain] of at("/chains", topology.chains))
    for (const [place, rule] of at(`${path}/rules`, chain.rules)) {
      if (rule.action === "jump" && rule.chain === undefined)
        report.add("JUMP_WITHOUT_CHAIN", place, "The jump names no chain.", 'Add "chain".');
      if (rule.action !== "jump" && rule.chain !== undefined) {
        const message = `The action ${rule.action} goes to no chain.`;
        report.add(
          "CHAIN_WITHOUT_JUMP",
          `${place}/chain`,
          message,
          'Remove "chain", or make the action "jump".',
        );
      }
      checkRedirect(place, rule, report);
    }
  for (const { path, names } of jumpCycles(topology.chains ?? [], chains)) {
    const message = `This jump closes a circle: ${names.join(" → ")}.`;
    report.add("JUMP_CYCLE", path, message, "Remove one of these jumps.");
  }
};

function checkRedirect(place: string, rule: Rule, report: Report): void {
  const redirects = rule.action === "redirect";
  if (redirects && rule.port === undefined)
    report.add("REDIRECT_WITHOUT_PORT", place, "The redirect names no port.", 'Add "port".');
  for (const key of ["port", "enter", "failOpen"] as const)
    if (!redirects && rule[key] !== undefined)
      report.add(
        "PORT_WITHOUT_REDIRECT",
        `${place}/${key}`,
        `The action ${rule.action} goes to no port.`,
        `Remove "${key}", or make the action "redirect".`,
      );
}

interface Cycle {
  path: string;
  names: string[];
}

/** Depth first without recursion, since a document may chain thousands of jumps. One cycle for each closing jump. */
function jumpCycles(chains: readonly Chain[], byId: ReadonlyMap<string, Chain>): Cycle[] {
  const index = new Map(chains.map((chain, i) => [chain.id, i]));
  const done = new Set<string>();
  const cycles: Cycle[] = [];
  for (const start of chains) {
    const stack = done.has(start.id) ? [] : [{ chain: start, next: 0 }];
    const open = new Map([[start.id, 0]]);
    while (stack.length > 0) {
      const frame = stack.at(-1)!;
      const rule = frame.chain.rules[frame.next++];
      if (!rule) {
        done.add(frame.chain.id);
        open.delete(frame.chain.id);
        stack.pop();
        continue;
      }
      const target = rule.action === "jump" ? byId.get(rule.chain ?? "") : undefined;
      if (!target || done.has(target.id)) continue;
      const from = open.get(target.id);
      if (from !== undefined) {
        const names = [...stack.slice(from).map((entry) => entry.chain.id), target.id];
        cycles.push({ path: `/chains/${index.get(frame.chain.id)}/rules/${frame.next - 1}`, names });
      } else {
        open.set(target.id, stack.length);
        stack.push({ chain: target, next: 0 });
      }
    }
  }
  return cycles;
}
