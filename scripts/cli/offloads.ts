// What became of each port's wishes, for a person. Never asks anybody.
import type { OffloadRow, PlannedPort } from "../../dataplane/controller/index.js";
import { table } from "./output.js";

/** One row a wish: who does it, why, and whether that was ever proved on this port. */
export function offloadTable(rows: readonly OffloadRow[]): string {
  return table(
    rows.map(({ port, offload, outcome, why, proof }) => ({
      port,
      offload,
      "done by": outcome,
      because: why,
      proof: proof || "-",
    })),
  );
}

/** The table of a profile that does not run, and what it rests on. */
export function plannedLines(planned: readonly PlannedPort[]): string {
  const about = planned.map(({ port, basis, rx, tx }) =>
    basis === ""
      ? `${port}: nothing is documented of this device; edgelane show offloads tells once it runs`
      : `${port}: planned for ${basis}${rx ? `; rx ${rx}; tx ${tx}` : ""}`,
  );
  return `${about.join("\n")}\n\n${offloadTable(planned.flatMap(({ offloads }) => offloads))}`;
}
