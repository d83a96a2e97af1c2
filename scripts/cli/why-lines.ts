// Why a flow exists, a packet goes where it goes, or a drop happens: over several lines, for a person. Never asks
// anybody.
import type { Answer, DropWhy, Why, WhyStep } from "../../dataplane/controller/index.js";
import { ago } from "./duration.js";
import { plural } from "./output.js";
import { pathLine } from "./rows.js";

export function answerLines({ why, more, wide }: Answer): string {
  const lines = [why.map(whyLines).join("\n")];
  if (more > 0) lines.push(`\nand ${more} more like these: name more fields`);
  if (wide > 0 && why[0]?.kind !== "ended")
    lines.push(
      `\n${wide} live flow${wide === 1 ? " looks" : "s look"} at less than you named, and may take such packets too`,
    );
  return `${lines.join("")}\n`.replace(/\n\n$/, "\n");
}

export function whyLines(why: Why): string {
  const lines = [`${why.says}`, field("match", why.match)];
  if (why.read !== undefined) lines.push(field("needs", why.read));
  lines.push(...steps(why.path));
  for (const { to, rewrites } of why.deeds)
    if (rewrites.length > 0) lines.push(field("changed", `${rewrites.join(", ")}; then to ${to}`));
  if (why.drop !== undefined)
    lines.push(field("dropped", `${why.drop.reason}: ${why.drop.says}`), field("remedy", why.drop.remedy));
  if (why.tags.length > 0) lines.push(field("depends", why.tags.join(", ")));
  if (why.packets !== undefined)
    lines.push(
      field(
        "seen",
        `${plural(why.packets, "packet")}, ${plural(why.bytes ?? 0, "byte")}, ${why.kind === "ended" ? "lived" : "age"} ${ago(why.ageMs ?? 0)}`,
      ),
    );
  if (why.confirmed === false) lines.push(field("state", "the worker has not confirmed it yet"));
  if (why.ended !== undefined)
    lines.push(field("ended", `${ago(why.ended.agoMs)} ago, ${why.ended.how}: ${why.ended.why}`));
  for (const one of why.assumed ?? []) lines.push(field("assumed", one));
  return `${lines.join("\n")}\n`;
}

function steps(path: readonly WhyStep[]): string[] {
  const wide = Math.max(0, ...path.map(({ step, id }) => step.length + id.length + 1));
  return path.map(({ step, id, detail, text, reads }) => {
    const more = [detail, text].filter((part) => part !== undefined && part !== "").join(": ");
    const why = reads === undefined ? "" : `  reads ${reads}`;
    return `    ${`${step} ${id}`.padEnd(wide)}${more === "" ? "" : `  (${more})`}${why}`;
  });
}

const field = (name: string, text: string): string => `  ${name.padEnd(8)} ${text}`;

export function dropLines(reason: string, found: readonly DropWhy[]): string {
  if (found.length === 0) return `nothing was dropped by ${reason.toUpperCase()} since the worker's start\n`;
  return found
    .map(({ port, packets, says, remedy, flows, examples, down, ...rest }) =>
      [
        `port ${port}: ${plural(packets, "packet")} dropped ${rest.reason}: ${says}`,
        field("remedy", remedy),
        ...down.map((what) => field("down", what)),
        ...flows.flatMap(({ flow, match, packets: hits, drops, path }) => [
          field(drops ? "by flow" : "maybe", `${flow}: ${match} (${plural(hits, "packet")})`),
          field("path", pathLine(path)),
        ]),
        ...(examples.length > 0
          ? []
          : [
              field(
                "see",
                `edgelane capture --port ${port} --drops --out drops.pcapng: the worker keeps no examples`,
              ),
            ]),
        ...examples.flatMap(({ match, agoMs, path }) => [
          field("example", `${ago(agoMs)} ago: ${match}`),
          field("path", pathLine(path)),
        ]),
      ].join("\n"),
    )
    .join("\n\n")
    .concat("\n");
}
