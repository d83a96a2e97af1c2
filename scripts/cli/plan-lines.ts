// What a topology would change, or has changed, for a person. Never asks anybody.
import type { Applied, FlowGroup, Plan, Warning } from "../../dataplane/controller/index.js";
import { plural } from "./output.js";
import { pathLine } from "./rows.js";

const SAYS: Readonly<Record<FlowGroup["kind"], string>> = {
  dropped: "would be dropped",
  moved: "would go elsewhere",
  reason: "would be dropped for another reason",
  rewritten: "would be rewritten otherwise",
  answered: "would have no flow",
  passed: "would pass",
  same: "would fare as before",
};
/** Warnings that the change does not bring are counted beyond this many. */
const OLD = 5;

export function planLines(plan: Plan): string {
  const { flows, split, groups, more, changes } = plan;
  const lines = [
    `revision ${plan.from} → ${plan.revision}: ${plural(changes.length, "change")}`,
    ...changes.slice(0, 20).map((text) => `  ${text}`),
    ...(changes.length > 20 ? [`  and ${changes.length - 20} more`] : []),
    `of ${plural(flows.live, "live flow")} ${flows.affected} read what changes: ${flows.changed} would fare otherwise, ${flows.same} as before`,
  ];
  if (flows.sampled)
    lines.push(`a sample: ${flows.looked} of ${flows.affected} were simulated; the counts are of these`);
  for (const group of groups) lines.push(...groupLines(group));
  if (more.groups > 0)
    lines.push(`  and ${plural(more.groups, "more group")} of ${plural(more.flows, "flow")}`);
  if (split.flows > 0)
    lines.push(
      `${plural(split.flows, "flow")} would be told apart by more (${split.fields.join(", ")}): what is said of each holds for the packet that made it`,
    );
  return `${lines.join("\n")}\n${warningLines(plan.warnings)}`;
}

function groupLines({ kind, flows, packets, before, after, because, example }: FlowGroup): string[] {
  return [
    `  ${plural(flows, "flow")} (${plural(packets, "packet")}) ${SAYS[kind]}: ${before} → ${after}`,
    ...(because === "" ? [] : [`      because ${because}`]),
    `      such as flow ${example.flow}: ${example.match}`,
    ...(example.changed.length === 0 ? [] : [`      now   ${example.changed.join(", ")}`]),
    `      was   ${pathLine(example.before)}`,
    `      is    ${pathLine(example.after)}`,
  ];
}

function warningLines(warnings: readonly Warning[]): string {
  const fresh = warnings.filter((one) => one.fresh);
  const old = warnings.filter((one) => !one.fresh);
  const lines = [...fresh, ...old.slice(0, OLD)].map(
    ({ code, message, remedy, fresh: now }) =>
      `warning ${code}: ${message}${now ? "" : " (so it is already)"}\n  remedy: ${remedy}\n`,
  );
  if (old.length > OLD) lines.push(`and ${old.length - OLD} more that are so already\n`);
  return lines.join("");
}

export function appliedLines(applied: Applied): string {
  const { planned, happened, differences, flows, revision } = applied;
  const lines = [
    `revision ${revision}: ${plural(applied.changes, "change")}, ${plural(flows.invalidated, "flow")} withdrawn, ${flows.kept} kept`,
    `planned: ${planned.flows.affected} to be withdrawn, of which ${planned.flows.changed} to fare otherwise`,
    `happened: ${happened.asPlanned} of them withdrawn, ${happened.unplanned} others; ${happened.checked} verdicts and ${happened.kept} kept flows looked at again`,
    differences.length === 0 ? "all as planned" : `not as planned: ${differences.length}`,
    ...differences.map((text) => `  ${text}`),
  ];
  return `${lines.join("\n")}\n`;
}
