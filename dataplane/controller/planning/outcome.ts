// What a verdict does, as text that is equal exactly when it does the same, whatever numbers its snapshot gives to
// tunnels and groups; and how two differ, in words. Pure.
import { decodeActions, formatActions, type Names } from "../../../bindings/index.js";
import { DROP_NAMES } from "../../../bindings/layout.js";
import { PATH_STRIDE, STEP } from "../../simulation/path.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Group, Result } from "../../simulation/verdict.js";
import { type Deed, deedsOf, whereTo } from "../explain/deeds.js";

/** Of a verdict, or of what a flow keeps of one. */
export interface Deciding {
  result: Result["kind"];
  drop: number | undefined;
  actions: Uint8Array;
  groups: readonly Group[];
  path: Int32Array;
  pathLength: number;
}

export interface Outcome {
  /** Equal: does the same. */
  text: string;
  /** Where it all goes, or why nothing does. */
  where: string;
  dropped: boolean;
}

/** Texts of one snapshot's lists; the same list is written once. */
export class Outcomes {
  private readonly known = new Map<string, Outcome>();
  private readonly names: Names;

  constructor(
    snapshot: Snapshot,
    private readonly ports: readonly string[],
  ) {
    this.names = {
      port: (id) => this.ports[id],
      tunnel: (id) => {
        const tunnel = snapshot.tunnels[id];
        return tunnel && `${tunnel.type} ${tunnel.local} to ${tunnel.remote}`;
      },
      meter: (id) => snapshot.meters[id]?.id,
    };
  }

  of({ result, drop, actions, groups }: Deciding): Outcome {
    if (result === "drop") return dropped(drop ?? 0);
    if (result !== "flow" && result !== "once") return { text: result, where: WORDS[result], dropped: false };
    const name = `${result} ${Buffer.from(actions).toString("latin1")}`;
    const known = groups.length === 0 ? this.known.get(name) : undefined;
    if (known !== undefined) return known;
    const made = this.make(result, actions, groups);
    if (groups.length === 0) this.known.set(name, made);
    return made;
  }

  /** What it does to a packet with this key, copy by copy. */
  deeds(actions: Uint8Array, key: Uint8Array): Deed[] {
    return deedsOf(actions, key, this.names);
  }

  private make(result: "flow" | "once", actions: Uint8Array, groups: readonly Group[]): Outcome {
    const members = groups.map(({ members }, group) => {
      const each = members.map((one) => `${one.weight}x ${formatActions(one.actions, this.names)}`);
      return `; group ${group}: ${each.join(" or ")}`;
    });
    const empty = new Uint8Array(128);
    const direct = decodeActions(actions).some(({ kind }) => kind === "select")
      ? groups.flatMap((group) => group.members.map((one) => whereTo(this.deeds(one.actions, empty))))
      : [];
    const to = whereTo(this.deeds(actions, empty));
    const where = direct.length === 0 ? to : [...new Set(direct)].join(" or ");
    return {
      text: `${result} ${formatActions(actions, this.names)}${members.join("")}`,
      where: result === "once" ? `${where}, packet by packet` : where,
      dropped: false,
    };
  }
}

const WORDS = {
  consumed: "answered by the node itself",
  wait: "held until a neighbour answers",
} as const;

function dropped(reason: number): Outcome {
  const name = DROP_NAMES[reason] ?? String(reason);
  return { text: `drop ${name}`, where: `dropped ${name}`, dropped: true };
}

/** How the packets of a flow fare otherwise. */
export type Kind = "dropped" | "passed" | "reason" | "answered" | "moved" | "rewritten" | "same";

export function kindOf(before: Outcome, after: Outcome): Kind {
  if (before.text === after.text) return "same";
  if (before.dropped && after.dropped) return "reason";
  if (after.dropped) return "dropped";
  if (after.text === "consumed" || after.text === "wait") return "answered";
  if (before.dropped) return "passed";
  return before.where === after.where ? "rewritten" : "moved";
}

/** The last rule or route of a path, as its kind and number; what decided, mostly. -1: none. */
export function decider({ path, pathLength }: Deciding): number {
  for (let at = pathLength - PATH_STRIDE; at >= 0; at -= PATH_STRIDE) {
    const kind = path[at]! & 0xff;
    if (kind === STEP.RULE || kind === STEP.ROUTE || kind === STEP.NO_ROUTE) return path[at + 1]! * 64 + kind;
  }
  return -1;
}
