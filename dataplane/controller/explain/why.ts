// Why a flow exists, or what a packet would come to: assembled for people from what the flow still knows and, for the
// bits of its match, from walking it again. It must never change the node.
import type { Names } from "../../../bindings/index.js";
import { formatKey } from "../../../bindings/key.js";
import { DROP_NAMES } from "../../../bindings/layout.js";
import { packetOf } from "../../simulation/build/from-key.js";
import { describePath } from "../../simulation/path.js";
import { type Watched, watch } from "../../simulation/simulate.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { LearnedState, PathStep } from "../../simulation/verdict.js";
import { equal } from "../flows/hash.js";
import type { EndedFlow, Flow } from "../flows/record.js";
import { type Deed, deedsOf, whereTo } from "./deeds.js";
import { dropSaid } from "./remedies.js";
import { tagNames } from "./tag-names.js";

/** A step of the way, and the bits of the packet that were first read for it. */
export interface WhyStep extends PathStep {
  reads?: string;
}

export interface Why {
  /** In force; ended not long ago; or a packet that no flow has, simulated now. */
  kind: "live" | "ended" | "simulated";
  /** One sentence. */
  says: string;
  flow?: number;
  /** The bits the flow matches; of a simulated packet those it would. */
  match: string;
  /** The bits that were read, where the flow is installed under more. */
  read?: string;
  path: WhyStep[];
  deeds: Deed[];
  drop?: { reason: string; says: string; remedy: string };
  /** What it waits on, and whether it was answered on the spot: a packet that leaves no flow. */
  result: string;
  tags: string[];
  ageMs?: number;
  packets?: number;
  bytes?: number;
  confirmed?: boolean;
  ended?: { how: EndedFlow["end"]; why: string; agoMs: number };
  /** Of a simulated packet: what nobody said of it. */
  assumed?: string[];
}

export interface WhyParts {
  snapshot: Snapshot;
  state: LearnedState;
  /** By worker tunnel ids, and by the snapshot's. */
  names: Names;
  snapshotNames: Names;
  /** The installed mask of a live flow. */
  maskOf(flow: Flow): Uint8Array;
  now: number;
}

export function whyFlow(flow: Flow | EndedFlow, parts: WhyParts): Why {
  const ended = "end" in flow;
  const deeds = deedsOf(flow.actions, flow.key, parts.names);
  const { mask } = flow.computed;
  const installed = ended ? mask : parts.maskOf(flow);
  const drop = flow.drop === undefined ? undefined : dropOf(flow.drop);
  const way = wayOf(flow, parts);
  const end = ended ? endOf(flow, parts.now) : undefined;
  const does =
    drop === undefined
      ? `${ended ? "sent" : "sends"} such packets to ${whereTo(deeds)}`
      : `${ended ? "dropped" : "drops"} such packets: ${drop.says}`;
  return {
    kind: ended ? "ended" : "live",
    says: `flow ${flow.serial} ${does}`,
    flow: flow.serial,
    match: formatKey(flow.key, installed),
    ...(equal(installed, mask) ? {} : { read: formatKey(flow.key, mask) }),
    path: way.steps,
    deeds,
    ...(drop === undefined ? {} : { drop }),
    result: drop === undefined ? "flow" : "drop",
    tags: tagNames(way, flow.tags),
    ageMs: Math.round((ended ? flow.endedAt : parts.now) - flow.installedAt),
    ...{ packets: flow.packets, bytes: flow.bytes, confirmed: flow.confirmed },
    ...(end === undefined ? {} : { ended: end }),
  };
}

/** What a packet that no flow has would come to now. */
export function whyKey(key: Uint8Array, assumed: string[], parts: WhyParts): Why {
  const { snapshot, state } = parts;
  const { verdict, reads } = watch(snapshot, state, packetOf(key));
  const { result } = verdict;
  const drop = result.kind === "drop" ? dropOf(result.reason) : undefined;
  const deeds = deedsOf(verdict.actions, key, parts.snapshotNames);
  return {
    kind: "simulated",
    says: `no flow has such packets; simulated now, one would be ${fateOf(verdict.result, deeds, drop?.says)}`,
    match: formatKey(key, verdict.mask),
    path: withReads(key, describePath(snapshot, verdict), reads),
    deeds,
    ...(drop === undefined ? {} : { drop }),
    result: result.kind,
    tags: tagNames({ snapshot, key, path: verdict.path }, verdict.tags),
    assumed,
  };
}

function fateOf(
  result: Watched["verdict"]["result"],
  deeds: readonly Deed[],
  drop: string | undefined,
): string {
  switch (result.kind) {
    case "drop":
      return `dropped: ${drop}`;
    case "consumed":
      return "answered or taken in by the node itself, with no flow";
    case "wait":
      return `held until ${result.on.address} answers on port ${result.on.port}`;
    case "once":
      return `treated one by one, with no flow, and go to ${whereTo(deeds)}`;
    default:
      return `sent to ${whereTo(deeds)}`;
  }
}

interface Walked {
  steps: WhyStep[];
  snapshot: Snapshot;
  key: Uint8Array;
  path: Int32Array;
}

/** The way as the flow remembers it, with reads where walking it again comes to the same; of a live flow that a change of
 * its way left in place, the way as it is now. */
function wayOf(flow: Flow | EndedFlow, { snapshot, state }: WhyParts): Walked {
  const { key } = flow;
  if (flow.outlived && !("end" in flow)) {
    const { verdict, reads } = watch(snapshot, state, packetOf(key));
    const { path } = verdict;
    const steps = describePath(snapshot, verdict);
    const read = equal(verdict.mask, flow.computed.mask);
    if (verdict.result.kind === (flow.drop === undefined ? "flow" : "drop"))
      return { steps: read ? withReads(key, steps, reads) : steps, snapshot, key, path };
  }
  const steps = describePath(flow.snapshot, flow);
  const { verdict, reads } = watch(flow.snapshot, state, packetOf(key));
  const same = equal(verdict.mask, flow.computed.mask) && verdict.pathLength === flow.path.length;
  return { ...flow, steps: same ? withReads(key, steps, reads) : steps };
}

function withReads(key: Uint8Array, steps: readonly PathStep[], reads: readonly Uint8Array[]): WhyStep[] {
  return steps.map((step, i) => {
    const bits = reads[i] ?? new Uint8Array(key.length);
    // What was read after the last step belongs to it: the device decided, then noted.
    const last = i === steps.length - 1 ? reads[i + 1] : undefined;
    const all = last === undefined ? bits : bits.map((byte, at) => byte | last[at]!);
    const text = formatKey(key, all);
    return text === "" ? step : { ...step, reads: text };
  });
}

function dropOf(reason: number): NonNullable<Why["drop"]> {
  const name = DROP_NAMES[reason] ?? String(reason);
  return { reason: name, ...dropSaid(name) };
}

function endOf(flow: EndedFlow, now: number): NonNullable<Why["ended"]> {
  const cause = flow.cause?.words(flow.tags);
  const why: Readonly<Record<EndedFlow["end"], string>> = {
    idle: "no packet hit it for as long as the profile's timeouts.flowIdleMs",
    lifetime: "a drop like this is asked again after a while, and its time was over",
    invalidated: cause ?? "something that it depended on changed",
    evicted: "the table was full (bounds.flows in the profile) and it was the oldest",
    refused: "the worker refused it; see the controller's log",
    replaced: "another flow took its place",
    stopped: "the node ended",
  };
  return { how: flow.end, why: why[flow.end], agoMs: Math.round(now - flow.endedAt) };
}
