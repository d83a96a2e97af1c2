// Writes down what rules decide about new flows, for chains and rules that name a logger, at that logger's rate. It is
// told of verdicts once they are acted upon, never asks for one, and counts what it leaves out.
import { Subject } from "rxjs";
import { KEY } from "../../bindings/layout.js";
import { ACTIONS, PATH_STRIDE, STEP } from "../simulation/path.js";
import type { Snapshot } from "../simulation/snapshot.js";
import type { Verdict } from "../simulation/verdict.js";
import { formatIp, formatMac, readMac } from "../topology/addresses.js";
import type { RuleLogger, Topology } from "../topology/model.js";
import type { Clock } from "./clock.js";
import type { Log } from "./log.js";

/** Records kept for those who ask. */
const KEPT = 256;
const PER_SECOND = 10;
const ARP = 0x0806;
const IP: ReadonlySet<number> = new Set([0x0800, 0x86dd]);

/** One decision, in the operator's words. */
export interface RuleRecord {
  /** Unix time, ms. */
  time: number;
  logger: string;
  chain: string;
  /** The rule's id, or its number in the chain. */
  rule: string;
  action: "accept" | "drop" | "reject";
  /** Worker port it came by. */
  port: number;
  packet: PacketWords;
  /** Decisions that this logger left out since its last record. */
  suppressed: number;
}

export interface PacketWords {
  srcMac: string;
  dstMac: string;
  etherType: number;
  src?: string;
  dst?: string;
  protocol?: number;
  srcPort?: number;
  dstPort?: number;
}

interface Bucket {
  logger: RuleLogger;
  tokens: number;
  /** When they were counted; the clock's ms. */
  at: number;
  suppressed: number;
  left: number;
}

export class RuleLog {
  readonly rules$ = new Subject<RuleRecord>();
  private readonly kept: RuleRecord[] = [];
  private buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The loggers of a topology; those that stay keep their tokens and counts. */
  assign({ ruleLoggers = [] }: Topology): void {
    this.buckets = new Map(
      ruleLoggers.map((logger) => {
        const was = this.buckets.get(logger.id);
        const fresh = { tokens: burstOf(logger), at: this.clock.now(), suppressed: 0, left: 0 };
        return [logger.id, { ...fresh, ...was, logger }];
      }),
    );
  }

  /** A verdict on a packet with this key was acted upon. */
  note(key: Uint8Array, { result, path, pathLength }: Verdict, snapshot: Snapshot): void {
    if (this.buckets.size === 0 || result.kind === "wait") return;
    for (let at = 0; at < pathLength; at += PATH_STRIDE)
      if ((path[at]! & 0xff) === STEP.RULE) this.rule(key, snapshot, path[at + 1]!, path[at + 2]!);
  }

  /** The latest records, and how many each logger left out since it is there. */
  view(): { records: readonly RuleRecord[]; suppressed: Record<string, number> } {
    const suppressed = Object.fromEntries([...this.buckets].map(([id, { left }]) => [id, left]));
    return { records: [...this.kept], suppressed };
  }

  private rule(key: Uint8Array, snapshot: Snapshot, rule: number, argument: number): void {
    // A packet that is redirected may pass, though elsewhere.
    const action = ACTIONS[argument] === "redirect" ? "accept" : ACTIONS[argument];
    if (action !== "accept" && action !== "drop" && action !== "reject") return;
    const chain = snapshot.chains.find(({ first, count }) => rule >= first && rule < first + count);
    if (chain === undefined) return;
    const number = rule - chain.first;
    const declared = chain.declared.rules[number];
    const bucket = this.buckets.get(declared?.log ?? chain.declared.log ?? "");
    if (bucket === undefined) return;
    const { events = "all" } = bucket.logger;
    if (events !== "all" && events !== (action === "accept" ? "accept" : "drop")) return;
    if (!this.take(bucket)) return;
    const record: RuleRecord = {
      time: this.clock.wall(),
      logger: bucket.logger.id,
      chain: chain.id,
      rule: declared?.id ?? String(number),
      action,
      port: key[KEY.in_port]! | (key[KEY.in_port + 1]! << 8),
      packet: wordsOf(key),
      suppressed: bucket.suppressed,
    };
    bucket.suppressed = 0;
    if (this.kept.push(record) > KEPT) this.kept.shift();
    this.rules$.next(record);
    this.log.info({ code: "RULE", ...record }, `rule ${record.rule} of ${record.chain}: ${action}`);
  }

  private take(bucket: Bucket): boolean {
    const { logger, tokens, at } = bucket;
    const now = this.clock.now();
    const rate = logger.perSecond ?? PER_SECOND;
    bucket.tokens = Math.min(burstOf(logger), tokens + ((now - at) / 1000) * rate);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return true;
    }
    bucket.suppressed++;
    bucket.left++;
    return false;
  }
}

const burstOf = ({ perSecond, burst }: RuleLogger): number => burst ?? perSecond ?? PER_SECOND;

function wordsOf(key: Uint8Array): PacketWords {
  const short = (at: number): number => (key[at]! << 8) | key[at + 1]!;
  const etherType = short(KEY.eth_type);
  const words: PacketWords = {
    srcMac: formatMac(readMac(key, KEY.eth_src)),
    dstMac: formatMac(readMac(key, KEY.eth_dst)),
    etherType,
  };
  if (!IP.has(etherType) && etherType !== ARP) return words;
  const addresses = { ...words, src: formatIp(key, KEY.ip_src), dst: formatIp(key, KEY.ip_dst) };
  if (etherType === ARP) return addresses;
  return {
    ...addresses,
    protocol: key[KEY.ip_proto]!,
    srcPort: short(KEY.tp_src),
    dstPort: short(KEY.tp_dst),
  };
}
