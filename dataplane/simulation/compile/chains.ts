// Chains: what must be refused is found at once, everything else is made when a packet first comes to a chain. A chain
// that another revision has just the same keeps what it had become there.
import { same } from "../../topology/diff.js";
import type { Finding } from "../../topology/error.js";
import type { Chain, Topology } from "../../topology/model.js";
import { ruleKeys } from "../../topology/rule-keys.js";
import { ACTION } from "../actions-of-rules.js";
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
    if (!still) this.planted = grow(declared, references);
    this.tree = this.planted!.tree;
    return this.tree;
  }
}

function grow(declared: Chain, references: References): Planted {
  const { rules } = declared;
  const named = references.begin();
  const writer = new TestWriter(named);
  const keys = ruleKeys(rules);
  const made: ChainRules = {
    count: rules.length,
    action: Uint8Array.from(rules, (rule) => ACTIONS[rule.action]),
    jump: Int32Array.from(rules, (rule) => (rule.chain === undefined ? -1 : named.chain(rule.chain))),
    tag: Int32Array.from([...keys.map((key) => tag.rule(declared.id, key)), tag.chainEnd(declared.id)]),
    from: new Int32Array(rules.length),
    to: new Int32Array(rules.length),
    tests: { records: new Int32Array(0), portSets: [], groups: [], prefixes: [] },
    readsIn: false,
    readsOut: false,
  };
  for (const [number, { match }] of rules.entries())
    [made.from[number], made.to[number]] = writer.rule(match) as [number, number];
  made.tests = writer.take();
  made.readsIn = writer.readsIn;
  made.readsOut = writer.readsOut;
  return { tree: new Tree(made), declared, references: references.end() };
}

function stateful(chain: string, index: number, number: number, field: string): Finding {
  return {
    code: "SIMULATION_UNSUPPORTED",
    path: `/chains/${index}/rules/${number}/match/${field}`,
    message: `Rule ${number} of chain ${chain} matches on ${field}, which needs connection tracking; this build has none.`,
    remedy: `Remove ${field} from the rule's match.`,
  };
}
