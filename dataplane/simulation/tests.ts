// The tests that rules are made of: records of TEST_STRIDE numbers, compiled from conditions (compile/tests.ts). A
// rule holds when all of its tests do. Numbers only: who asks them of a packet is tree.ts, who judges them without
// one is judge.ts.

export const TEST_STRIDE = 4;

/** Kinds below WORDS are the number of a key word: 1: its value, 2: the bits that count. */
export const WORDS = 32;
export const TEST = {
  /** 1: number of a port set. */
  IN_PORTS: 32,
  OUT_PORTS: 33,
  EITHER_PORTS: 34,
  /** 1: device index. */
  DEVICE: 35,
  REWRITTEN: 36,
  /** 1: 2 * number of a prefix (Tests.prefixes) + 1 for the destination. */
  ICMP_DATA: 37,
  /** 1: key offset of a 16-bit field, 2: first << 16 | last. */
  RANGE: 38,
  /** 1: first word of the address, 2: number of a trie (Tests.groups), 3: its words. */
  GROUP: 39,
  /** The tests from record 1 to record 2 all hold. */
  ALL: 40,
  /** One of them does. */
  ANY: 41,
  FOREIGN_MAC: 42,
} as const;

/** Added to the kind: the test must fail. */
export const NOT = 0x100;
