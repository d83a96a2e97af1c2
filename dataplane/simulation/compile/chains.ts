// Chains: what must be refused is found at once, everything else is made when a packet first comes to a chain. A chain
// that another revision has just the same keeps what it had become there.
import { same } from "../../topology/diff.js";
import type { Finding } from "../../topology/error.js";
import type { Chain, Rule, Topology } from "../../topology/model.js";
import { ruleKeys } from "../../topology/rule-keys.js";
import { ACTION, REDIRECT } from "../actions-of-rules.js";
import type { ChainRules, Snapshot, VChain } from "../snapshot.js";
import { tag } from "../tags.js";
import { Tree } from "../tree.js";
import type { Names } from "./names.js";
import { type Reference, References } from "./references.js";
import { TestWriter } from "./tests.js";

const ACTIONS = {
  accept: ACTION.ACCEPT,
  drop: ACTION.DROP,
  reject: ACTION.REJECT,
  return: ACTION.RETURN,
  jump: ACTION.JUMP,
  continue: ACTION.CONTINUE,
  redirect: ACTION.REDIRECT,
} as const;

/** Needs the result of connection tracking, which a simulation of one stage does not have. */
const STATEFUL = ["forwardFlow", "returnFlow"] as const;

export function compileChains(
  topology: Topology,
  names: Names,
  findings: Finding[],
  before: Snapshot | undefined,
): VChain[] {
  const references = new References(topology, names);
  const were = new Map(
    before?.chains.flatMap((chain) => (chain instanceof PlantedChain ? [[chain.id, chain.planted]] : [])),
  );
  let first = 0;
  return (topology.chains ?? []).map((declared, index) => {
    for (const [number, { match }] of declared.rules.entries())
      if (match !== undefined)
        for (const field of STATEFUL)
          if (match[field] !== undefined) findings.push(stateful(declared.id, index, number, field));
    const chain = new PlantedChain(index, first, declared, references, were.get(declared.id));
    first += chain.count;
    return chain;
  });
}

/** A tree, and what must still be so that it is the chain's. */
interface Planted {
  tree: Tree;
  declared: Chain;
  /** Of its rules. */
  keys: readonly string[];
  references: readonly Reference[];
}

class PlantedChain implements VChain {
  readonly id: string;
  readonly count: number;
  tree: Tree | null = null;

  constructor(
    readonly index: number,
    readonly first: number,
    readonly declared: Chain,
    private readonly references: References,
    /** Of this revision or of the one before. */
    public planted: Planted | undefined,
  ) {
    this.id = declared.id;
    this.count = declared.rules.length;
  }

  plant(): Tree {
    const { planted, references, declared } = this;
    const still =
      planted !== undefined && references.hold(planted.references) && same(planted.declared, declared);
    if (!still) this.planted = grow(declared, references, planted);
    this.tree = this.planted!.tree;
    return this.tree;
  }
}

/** `before`: what the chain was in another revision; rules it had already are not read again. */
function grow(declared: Chain, references: References, before: Planted | undefined): Planted {
  const { rules } = declared;
  const named = references.begin();
  const writer = new TestWriter(named);
  const keys = ruleKeys(rules);
  const made: ChainRules = {
    count: rules.length,
    action: Uint8Array.from(rules, (rule) => ACTIONS[rule.action]),
    jump: Int32Array.from(rules, (rule) => targetOf(rule, named)),
    tag: new Int32Array(rules.length + 1),
    from: new Int32Array(rules.length),
    to: new Int32Array(rules.length),
    tests: { records: new Int32Array(0), portSets: [], groups: [], prefixes: [] },
    readsIn: false,
    readsOut: false,
  };
  const tagOf = tag.rules(declared.id);
  const places = new Map(before?.keys.map((key, place) => [key, place]));
  for (const [number, rule] of rules.entries()) {
    const place = places.get(keys[number]!) ?? -1;
    made.tag[number] = before?.tree.rules.tag[place] ?? tagOf(keys[number]!);
    const tests =
      (before !== undefined && place >= 0 && same(before.declared.rules[place], rule)
        ? again(writer, before.tree.rules, place)
        : undefined) ?? writer.rule(rule.match);
    [made.from[number], made.to[number]] = tests as [number, number];
  }
  made.tag[rules.length] = tag.chainEnd(declared.id);
  made.tests = writer.take();
  made.readsIn = writer.readsIn;
  made.readsOut = writer.readsOut;
  return { tree: new Tree(made), declared, keys, references: references.end() };
}

/** The chain it jumps to, or the port it redirects to with how; -1: none. */
function targetOf(
  { action, chain, port, enter, failOpen }: Rule,
  named: Pick<Names, "chain" | "port">,
): number {
  if (action === "redirect" && port !== undefined)
    return (
      (named.port(port) << REDIRECT.SHIFT) |
      (enter === true ? REDIRECT.ENTER : 0) |
      (failOpen === true ? REDIRECT.FAIL_OPEN : 0)
    );
  return chain === undefined ? -1 : named.chain(chain);
}

/** What a rule names lies between the tests of the one before it and its own. */
function again(
  writer: TestWriter,
  { tests, from, to }: ChainRules,
  rule: number,
): [number, number] | undefined {
  return writer.again(tests.records, rule === 0 ? 0 : to[rule - 1]!, from[rule]!, to[rule]!);
}

function stateful(chain: string, index: number, number: number, field: string): Finding {
  return {
    code: "SIMULATION_UNSUPPORTED",
    path: `/chains/${index}/rules/${number}/match/${field}`,
    message: `Rule ${number} of chain ${chain} matches on ${field}, which needs connection tracking; this build has none.`,
    remedy: `Remove ${field} from the rule's match.`,
  };
}
