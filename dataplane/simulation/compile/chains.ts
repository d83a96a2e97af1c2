// Chains and their rules, and for each block of rules what a bit of the packet rules out.
import { KEY } from "../../../bindings/layout.js";
import type { Finding } from "../../topology/error.js";
import type { Topology } from "../../topology/model.js";
import { ACTION, BLOCK, FIRST } from "../chain.js";
import type { Rules, VChain } from "../snapshot.js";
import { tag } from "../tags.js";
import { TEST, TEST_STRIDE, WORDS } from "../tests.js";
import type { Names } from "./names.js";
import { Numbers } from "./numbers.js";
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

/** Sets of rules by bit and value of one word. */
const WORD_SETS = 64;

export function compileChains(
  topology: Topology,
  names: Names,
  findings: Finding[],
): { chains: VChain[]; rules: Rules } {
  const declared = topology.chains ?? [];
  const count = declared.reduce((sum, chain) => sum + chain.rules.length, 0);
  const writer = new TestWriter(topology, names);
  const kills = new Numbers();
  const action = new Uint8Array(count);
  const jump = new Int32Array(count);
  const tags = new Int32Array(count);
  const firstTest = new Int32Array(count + 1);
  let rule = 0;
  const chains = declared.map((chain, index): VChain => {
    const first = rule;
    const stopTag = tag.chainStops(chain.id);
    for (const [number, one] of chain.rules.entries()) {
      for (const field of STATEFUL)
        if (one.match?.[field] !== undefined) findings.push(stateful(chain.id, index, number, field));
      action[rule] = ACTIONS[one.action];
      jump[rule] = names.chain(one.chain);
      tags[rule] = stopTag(number);
      if (one.match !== undefined) writer.rule(one.match);
      firstTest[++rule] = writer.tests.length;
      const place = number % BLOCK;
      if (place === BLOCK - 1 || rule === first + chain.rules.length)
        exclude(writer.tests, kills, firstTest, rule - 1 - place, rule);
    }
    return {
      index,
      id: chain.id,
      first,
      count: rule - first,
      endTag: stopTag(rule - first),
      declared: chain,
    };
  });
  return {
    chains,
    rules: {
      ...{ action, jump, tag: tags, firstTest, ...writer.take(), kills: kills.take() },
      ...{ portSets: writer.portSets, groups: writer.groups },
    },
  };
}

const baseOf = new Int32Array(WORDS);
const ranges: Range[] = [];

interface Range {
  /** Of its test. */
  at: number;
  field: number;
  set: number;
}

/** Fills in, for the rules of one block, what each bit of each word they test excludes. */
function exclude(tests: Numbers, kills: Numbers, firstTest: Int32Array, from: number, to: number): void {
  baseOf.fill(-1);
  ranges.length = 0;
  for (let rule = from; rule < to; rule++) {
    for (let at = firstTest[rule]!; at < firstTest[rule + 1]!; at += TEST_STRIDE) {
      const word = tests.at(at);
      if (word === TEST.PORTS_IN) ranges.push({ at, field: tests.at(at + 1), set: FIRST >> (rule - from) });
      if (word >= WORDS) continue;
      if (baseOf[word]! < 0) baseOf[word] = kills.grow(WORD_SETS);
      const base = baseOf[word]!;
      tests.set(at + 3, base);
      const value = tests.at(at + 1);
      for (let bits = tests.at(at + 2); bits !== 0; bits &= bits - 1) {
        const bit = 31 - Math.clz32(bits & -bits);
        const set = base + 2 * bit + (((value >>> bit) & 1) ^ 1);
        kills.set(set, kills.at(set) | (FIRST >> (rule - from)));
      }
    }
  }
  excludeRanges(tests, kills, KEY.tp_dst);
  excludeRanges(tests, kills, KEY.tp_src);
}

/** Ranges of one field, by what lies wholly below a port and wholly above one. */
function excludeRanges(tests: Numbers, kills: Numbers, field: number): void {
  const list = ranges.filter((range) => range.field === field);
  if (list.length === 0) return;
  const base = kills.length;
  const first = ({ at }: Range): number => tests.at(at + 2) >>> 16;
  const last = ({ at }: Range): number => tests.at(at + 2) & 0xffff;
  const pairs = (sorted: readonly Range[], port: (range: Range) => number): void => {
    let sets = 0;
    for (const range of sorted) {
      sets |= range.set;
      kills.push(port(range), sets);
    }
  };
  kills.push(list.length);
  pairs(
    list.toSorted((a, b) => last(a) - last(b)),
    last,
  );
  pairs(
    list.toSorted((a, b) => first(b) - first(a)),
    first,
  );
  for (const { at } of list) tests.set(at + 3, base);
}

function stateful(chain: string, index: number, number: number, field: string): Finding {
  return {
    code: "SIMULATION_UNSUPPORTED",
    path: `/chains/${index}/rules/${number}/match/${field}`,
    message: `Rule ${number} of chain ${chain} matches on ${field}, which needs connection tracking; this build has none.`,
    remedy: `Remove ${field} from the rule's match.`,
  };
}
