// What check --wire found, for a person. Never asks anybody.
import {
  faultRows,
  leftToCards,
  type WireOutcome,
  wireFindings,
  wireRows,
} from "../../dataplane/controller/index.js";
import { table } from "./output.js";

export function wireLines({ report, file }: WireOutcome): string {
  const findings = wireFindings(report);
  const faults = faultRows(report);
  const told = findings.map(
    ({ level, code, message, remedy }) => `${level} ${code}: ${message}\n  remedy: ${remedy}\n`,
  );
  return [
    table(wireRows(report)),
    ...(faults.length > 0 ? [`\nwhat differed:\n${table(faults)}`] : []),
    `\n${report.sent} frames sent, ${report.received} received, ${report.strangers} of them not ours\n`,
    ...(leftToCards(report)
      ? []
      : ["no checksum and no segmentation is left to a card here: the worker does it all\n"]),
    ...told,
    ...(report.ending === "DONE" ? [`remembered in ${file}\n`] : []),
  ].join("");
}
