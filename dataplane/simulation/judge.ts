// What is known of a packet, bit by bit, and what that says of a rule: it holds, it cannot hold, or one more question
// must be asked. It must never ask what is already answered, nor a question that a rule's tests do not come to in
// their order.

import type { Tests } from "./snapshot.js";
import { NOT, TEST, TEST_STRIDE, WORDS } from "./tests.js";
import { inWord, swapped, swapped32 } from "./words.js";

export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;

const ADDRESS = 4;

export class Judge {
  /** Bits of the key's words that are known, and how they are. */
  readonly known = new Int32Array(WORDS);
  readonly value = new Int32Array(WORDS);
  private inPort = -1;
  private outPort = -1;
  /** Answers to questions that are not about bits, by questionOf. */
  private readonly answers = new Map<number, boolean>();
  /** After UNKNOWN: the question. A word's number with value and bits, or a kind of test with its first number. */
  kind = -1;
  first = 0;
  second = 0;
  private readonly wire = new Int32Array(ADDRESS);
  private readonly wireValue = new Int32Array(ADDRESS);

  /** Nothing is known but where the packet is; -1: it is at no such port. */
  begin(inPort: number, outPort: number): void {
    this.known.fill(0);
    this.value.fill(0);
    this.answers.clear();
    this.inPort = inPort;
    this.outPort = outPort;
  }

  learn(word: number, value: number, bits: number): void {
    this.known[word]! |= bits;
    this.value[word]! |= value & bits;
  }

  answer(kind: number, first: number, holds: boolean): void {
    this.answers.set(questionOf(kind, first), holds);
  }

  /** The rule whose tests lie at from..to: FALSE, TRUE or UNKNOWN. */
  rule(tests: Tests, from: number, to: number): number {
    this.kind = -1;
    return this.all(tests, from, to);
  }

  private all(tests: Tests, from: number, to: number): number {
    const asked = this.kind;
    let result = TRUE;
    for (let at = from; at < to; at += TEST_STRIDE) {
      const one = this.test(tests, at);
      if (one === UNKNOWN) result = UNKNOWN;
      else if (one === FALSE) {
        if (asked < 0) this.kind = -1;
        return FALSE;
      }
    }
    return result;
  }

  private any(tests: Tests, from: number, to: number): number {
    const asked = this.kind;
    let result = FALSE;
    for (let at = from; at < to; at += TEST_STRIDE) {
      const one = this.test(tests, at);
      if (one === UNKNOWN) result = UNKNOWN;
      else if (one === TRUE) {
        if (asked < 0) this.kind = -1;
        return TRUE;
      }
    }
    return result;
  }

  private test(tests: Tests, at: number): number {
    const { records } = tests;
    const kind = records[at]!;
    if (kind < WORDS) return this.word(kind, records[at + 1]!, records[at + 2]!);
    const one = this.plain(tests, kind & 0xff, records[at + 1]!, records[at + 2]!, records[at + 3]!);
    return kind < NOT || one === UNKNOWN ? one : TRUE - one;
  }

  private plain(tests: Tests, kind: number, a: number, b: number, c: number): number {
    switch (kind) {
      case TEST.IN_PORTS:
        return this.at(tests.portSets[a]!, this.inPort);
      case TEST.OUT_PORTS:
        return this.at(tests.portSets[a]!, this.outPort);
      case TEST.EITHER_PORTS:
        return this.at(tests.portSets[a]!, this.inPort) | this.at(tests.portSets[a]!, this.outPort);
      case TEST.RANGE:
        return this.range(a, b >>> 16, b & 0xffff);
      case TEST.GROUP:
        return this.group(tests, a, b, c);
      case TEST.ALL:
        return this.all(tests, a, b);
      case TEST.ANY:
        return this.any(tests, a, b);
      case TEST.DEVICE:
      case TEST.REWRITTEN:
      case TEST.FOREIGN_MAC:
      case TEST.ICMP_DATA: {
        const answer = this.answers.get(questionOf(kind, a));
        if (answer === undefined) return this.ask(kind, a, 0);
        return answer ? TRUE : FALSE;
      }
      default:
        return this.word(kind, a, b);
    }
  }

  private at(set: ReadonlySet<number>, port: number): number {
    return set.has(port) ? TRUE : FALSE;
  }

  private word(word: number, value: number, bits: number): number {
    const known = this.known[word]! & bits;
    if (((this.value[word]! ^ value) & known) !== 0) return FALSE;
    return known === bits ? TRUE : this.ask(word, value & ~known, bits & ~known);
  }

  /** Bit after bit from the left, until what is known lies within the range or without. */
  private range(field: number, first: number, last: number): number {
    const word = field >> 2;
    const shift = (field & 2) << 3;
    const known = swapped((this.known[word]! >>> shift) & 0xffff);
    const low = swapped((this.value[word]! >>> shift) & 0xffff);
    const high = low | (~known & 0xffff);
    if (low >= first && high <= last) return TRUE;
    if (high < first || low > last) return FALSE;
    const bit = 0x8000 >>> (Math.clz32(~known & 0xffff) - 16);
    const bits = inWord(field, bit >> 8, bit & 0xff);
    return this.ask(word, bits, bits);
  }

  /** Is the address under one of the trie's prefixes? Asks for one that it still may be under; of very many, for all. */
  private group({ groups }: Tests, word: number, group: number, words: number): number {
    const trie = groups[group]!;
    const question = groupQuestion(word, group);
    const answer = this.answers.get(questionOf(TEST.GROUP, question));
    if (answer !== undefined) return answer ? TRUE : FALSE;
    const { wire, wireValue } = this;
    for (let i = 0; i < words; i++) {
      wire[i] = swapped32(this.known[word + i]!);
      wireValue[i] = swapped32(this.value[word + i]!);
    }
    const bits = trie.possible(wire, wireValue);
    if (bits < 0) return FALSE;
    for (let i = 0; i << 5 < bits; i++) {
      const ones = bits - (i << 5) >= 32 ? -1 : ~(-1 >>> (bits - (i << 5)));
      const missing = ones & ~wire[i]!;
      if (missing !== 0 && trie.large) return this.ask(TEST.GROUP, question, 0);
      if (missing !== 0)
        return this.ask(word + i, swapped32(trie.possibleWords[i]! & missing), swapped32(missing));
    }
    return TRUE;
  }

  /** The first question of a rule stands. */
  private ask(kind: number, first: number, second: number): number {
    if (this.kind < 0) {
      this.kind = kind;
      this.first = first;
      this.second = second;
    }
    return UNKNOWN;
  }
}

/** A group and the address that is asked about, as the first number of a question. */
const groupQuestion = (word: number, group: number): number => group * WORDS + word;
export const groupOf = (question: number): number => Math.floor(question / WORDS);
export const addressOf = (question: number): number => question % WORDS;

const questionOf = (kind: number, first: number): number => kind * 0x100000000 + first;
