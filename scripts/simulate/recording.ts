// `simulate --recording`: recorded upcalls through a topology, and which verdicts agree, for a person or a program.
import { readFileSync } from "node:fs";
import { type Rerun, readRecording, rerun } from "../../dataplane/controller/index.js";
import { ElError, type Topology } from "../../dataplane/topology/index.js";
import { plural } from "../cli/output.js";
import { pathLine } from "../cli/rows.js";

/** Throws ElError RECORDING_…. */
export function rerunFile(file: string, topology: Topology): Rerun {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new ElError("RECORDING_UNREADABLE", `${file} cannot be read: ${(cause as Error).message}`, {
      place: file,
      remedy: "Name a file that edgelane record has written.",
      cause,
    });
  }
  const recorded = readRecording(bytes, file);
  const { host } = recorded.head;
  if (!topology.hosts.some(({ id }) => id === host))
    throw new ElError("RECORDING_HOST", `${file} was recorded at host "${host}", which the topology lacks.`, {
      place: file,
      remedy: `Name a topology that declares host "${host}".`,
    });
  return rerun(recorded, topology);
}

export function rerunLines({ upcalls, agree, differ, undecided, differences, revision }: Rerun): string {
  const lines = differences.flatMap(({ upcall, port, match, was, is, pathWas, pathIs }) => [
    `upcall ${upcall} by ${port}: ${match}`,
    `  was  ${was}: ${pathLine(pathWas)}`,
    `  is   ${is}: ${pathLine(pathIs)}`,
  ]);
  if (differ > differences.length) lines.push(`and ${differ - differences.length} more`);
  const unknown = undecided === 0 ? "" : `, ${undecided} have no verdict to compare with`;
  lines.push(
    `${plural(upcalls, "upcall")}, recorded under revision ${revision}: ${agree} agree, ${differ} differ${unknown}`,
  );
  return `${lines.join("\n")}\n`;
}
