// The rows of what the controller does: which there are, what they are called, one after another.
import { verdict } from "../lines.js";
import { bulkLoad } from "./bulk-load.js";
import { fairness } from "./fairness.js";
import { firstPacket, idleLoop } from "./first-packet.js";
import { flowSetup } from "./flow-setup.js";
import { invalidation } from "./invalidation.js";

interface SetupRow {
  name: string;
  measure(folder: string): Promise<object>;
}

const FLOWS = 100_000;

const ROWS: readonly SetupRow[] = [
  { name: "flow-setup", measure: (folder) => flowSetup(folder, 400_000, 3) },
  ...(["precomputed", "simulated"] as const).map((work) => ({
    name: `bulk-load ${work}`,
    measure: (folder: string) => bulkLoad(folder, work, FLOWS, 7),
  })),
  ...(["state", "rule"] as const).map((work) => ({
    name: `invalidation ${work}`,
    measure: (folder: string) => invalidation(folder, work, FLOWS, 40),
  })),
  { name: "first-packet idle-loop", measure: idleLoop },
  ...([1000, 100_000] as const).flatMap((rate) =>
    (["spinning", "event-driven"] as const).map((mode) => ({
      name: `first-packet ${mode} ${rate}`,
      measure: (folder: string) => firstPacket(folder, mode, rate, rate > 1000 ? 4 : 8),
    })),
  ),
  ...[10, 90].map((times) => ({
    name: `fairness ${times}`,
    measure: (folder: string) => fairness(folder, times),
  })),
];

/** All whose name matches; each line as it comes. True when every one was right. */
export async function measureSetup(
  only: RegExp,
  folder: string,
  started: (name: string) => void,
  report: (line: object) => void,
): Promise<boolean> {
  let right = true;
  for (const { name, measure } of ROWS.filter((row) => only.test(row.name))) {
    started(name);
    const line = await measure(folder).catch((error: Error & { code?: string }) => {
      if (error.code === undefined) throw error;
      const wrong = `not measured: ${error.code}: ${error.message}`;
      return { peer: "edgelane", case: name.split(" ")[0]!, ...verdict(wrong) };
    });
    report(line);
    right &&= (line as { ok: boolean }).ok;
  }
  return right;
}
