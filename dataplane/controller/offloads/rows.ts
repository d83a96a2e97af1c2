// The table port × offload: what became of each wish, in words. Pure: of a plan or of a running worker alike.
import type { OffloadSample } from "../../../bindings/index.js";
import {
  OFFLOAD_NAMES,
  OFFLOAD_TEXT,
  OUTCOME,
  OUTCOME_NAMES,
  PROOF_TEXT,
  WHY_TEXT,
} from "../../../bindings/layout.js";

export interface OffloadRow {
  port: string;
  /** The profile's word for it: "txChecksum". */
  offload: string;
  /** What that is. */
  what: string;
  outcome: "hardware" | "software" | "refused";
  /** The reason, as a sentence. */
  why: string;
  /** Whether sent and received bytes were compared: of what the card does, and of what it did wrong. */
  proof: string;
}

/** Rows of what was wished for, in the order of OFFLOAD numbers. */
export function offloadRows(port: string, offloads: readonly OffloadSample[]): OffloadRow[] {
  return offloads.flatMap(({ outcome, why, proof }, number) =>
    outcome === OUTCOME.NOT_WANTED || OFFLOAD_NAMES[number] === undefined
      ? []
      : [
          {
            port,
            offload: offloadWord(number),
            what: OFFLOAD_TEXT[number]!,
            outcome: (OUTCOME_NAMES[outcome] ?? "REFUSED").toLowerCase() as OffloadRow["outcome"],
            why: WHY_TEXT[why] ?? "",
            proof: outcome === OUTCOME.HARDWARE || proof !== 0 ? (PROOF_TEXT[proof] ?? "") : "",
          },
        ],
  );
}

/** OUTER_IP_CHECKSUM → "outerIpChecksum". */
export function offloadWord(number: number): string {
  return OFFLOAD_NAMES[number]!.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
