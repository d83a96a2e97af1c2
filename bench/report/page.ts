// The whole page of one or several runs: whose machine, what is wrong, how far from the targets, plots, every line. One
// file that asks for nothing from anywhere. Pure, but for reading its own style sheet.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../bindings/root.js";
import { flowCurves, maskCurves } from "./curves.js";
import { html, Markup, type Piece } from "./html.js";
import { firstPacket, latency } from "./latency.js";
import type { Host, Run } from "./line.js";
import { lookups } from "./lookup.js";
import { count, times } from "./numbers.js";
import { offloads } from "./offload.js";
import { headline, sideBySide } from "./peers.js";
import { installs, others, works } from "./rates.js";
import type { Section } from "./section.js";
import { type Measured, merge } from "./select.js";
import { folded, rowTone, table, verdict } from "./tables.js";
import { type Distance, distances } from "./targets.js";

const METHOD = html`<p>One core only measures; everything else is on another. Times are those the measured thread was on
  its core, so that a neighbour on the core does not count, though what it does to the caches does. Frames are 64 bytes on
  the wire, no two of a burst alike. <b>pcap ports</b>: a capture replayed for ever (<code>net_pcap</code>,
  <code>infinite_rx=1</code>) in, <code>net_null</code> out, the same for every peer. <b>ring ports</b>: the worker's own
  loop between two rings in memory, packets drawn at random. Peers and floor are measured in turns, in the same minutes.
  Every frame, count and action is judged; a line that is not right is marked <strong class="bad">NOT RIGHT</strong> and
  reaches no target. No number here is a NIC's. More: <code>bench/README.md</code>.</p>`;

function warnings(runs: readonly Run[], lines: readonly Measured[]): Markup[] {
  const bad = lines.filter(({ ok }) => !ok);
  const shared = lines.filter(({ core_share }) => core_share !== undefined && core_share < 0.95);
  const hosts = new Set(runs.map(({ host }) => `${host.cpu} ${host.commit}`));
  const loads = runs.map(({ host }) => Number(host.load ?? 0)).filter((load) => load > 0.5);
  return [
    bad.length > 0 &&
      html`<div class="alarm" role="alert"><strong>${bad.length} of ${lines.length} lines are NOT RIGHT.</strong><ul>${bad.map((line) => html`<li>${nameOf(line)}: ${line.wrong ?? "no reason given"}</li>`)}</ul></div>`,
    loads.length > 0 &&
      html`<p class="warning">The machine was not quiet: load ${loads.join(", ")} as it began.</p>`,
    shared.length > 0 &&
      html`<p class="warning">In ${shared.length} of ${lines.length} lines the measured thread had less than 0.95 of its core, at the least ${Math.min(...shared.map(({ core_share }) => core_share!))}: run those again on a quiet machine.</p>`,
    hosts.size > 1 &&
      html`<p class="warning">These runs are of ${hosts.size} machines or commits: compare within a run only.</p>`,
    runs.some(({ host }) => host.dirty === true) &&
      html`<p class="warning">A checkout differed from its commit.</p>`,
  ].filter((one) => one instanceof Markup);
}

const nameOf = ({ peer, case: name, work, ports, flows, config }: Measured): string =>
  [peer, name, work, config, ports && `${ports} ports`, flows !== undefined && `${count(flows)} flows`]
    .filter((one) => typeof one === "string")
    .join(", ");

const hostList = (name: string, host: Host): Markup =>
  html`<h3>${name}</h3><dl>${Object.entries(host).map(([key, value]) => html`<div><dt>${key.replaceAll("_", " ")}</dt><dd>${String(value)}</dd></div>`)}</dl>`;

const MARKS = {
  reached: html`<span class="reached">✓ reached</span>`,
  missed: html`<span class="missed">✗ missed</span>`,
  "not right": html`<strong class="bad">NOT RIGHT</strong>`,
  "not measured": html`<span class="quiet">not measured</span>`,
};

/** A bar that is full when the target is reached. */
function gauge({ share, outcome }: Distance): Piece {
  if (share === undefined) return "";
  const width = Math.min(100, (share / 2) * 100);
  return html`<svg class="gauge" viewBox="0 0 100 12" aria-hidden="true"><rect class="${outcome}" y="2" width="${width.toFixed(1)}" height="8"/><path class="frame" d="M50 0V12"/></svg>`;
}

function distanceSection(all: readonly Distance[]): Section {
  return {
    title: "Distance to the targets",
    body: table(
      "Every target, measured or not; the mark in the middle of a bar is the target",
      [
        { head: "what", cell: ({ what }) => what, text: true },
        { head: "target", cell: ({ target }) => target },
        { head: "measured", cell: ({ measured }) => measured },
        { head: "of the target", cell: ({ share }) => share !== undefined && times(share) },
        { head: "bar", cell: gauge, text: true },
        { head: "outcome", cell: ({ outcome }) => MARKS[outcome], text: true },
      ],
      all,
      ({ outcome }) => (outcome === "not right" ? "bad-row" : ""),
    ),
  };
}

function sumUp(all: readonly Distance[]): Markup {
  const of = (outcome: string) => all.filter((one) => one.outcome === outcome).length;
  const parts = (["reached", "missed", "not right", "not measured"] as const).filter((one) => of(one) > 0);
  return html`<ul class="sum">${parts.map((one) => html`<li class="${one.replace(" ", "-")}"><b>${of(one)}</b> ${one}</li>`)}<li>of ${all.length} targets</li></ul>`;
}

function everyLine(lines: readonly Measured[]): Section {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))].filter(
    (name) => !["ok", "wrong", "run", "row", "percentiles", "text"].includes(name),
  );
  const cell = (name: string) => (line: Measured) => {
    const value = (line as unknown as Record<string, unknown>)[name];
    return value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const columns = names.map((name) => ({
    head: name,
    cell: cell(name),
    text: name === "case" || name === "peer",
  }));
  const all = table(
    "Every line as it was printed",
    [...columns, { head: "result", cell: verdict, text: true }],
    lines,
    rowTone,
  );
  return { title: "Every line", body: folded(`${lines.length} lines`, all) };
}

const slug = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function shown(section: Section): Markup {
  return "body" in section
    ? html`<section id="${slug(section.title)}"><h2>${section.title}</h2>${section.body}</section>`
    : html`<section id="${slug(section.title)}" class="absent"><h2>${section.title}</h2><p class="quiet">Left out: ${section.missing}.</p></section>`;
}

/** The page as one text. Runs in the order given; of a row that two of them measured, the later one's is shown. */
export function reportPage(runs: readonly Run[]): string {
  const lines = merge(runs);
  const targets = distances(lines);
  const sections = [
    headline(lines),
    distanceSection(targets),
    sideBySide(lines),
    flowCurves(lines),
    maskCurves(lines),
    latency(lines),
    installs(lines),
    works(lines),
    firstPacket(lines),
    lookups(lines),
    offloads(lines),
    others(lines),
    everyLine(lines),
  ];
  const style = new Markup(readFileSync(join(packageRoot, "bench/report/report.css"), "utf8"));
  const said = (name: string) => String(runs[0]!.host[name] ?? "unknown");
  const when = said("date").replace(/T(\d\d:\d\d).*/, ", $1 UTC");
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>edgelane bench, ${when}</title><style>
${style}</style></head><body><header><h1>edgelane bench</h1><p>${when} · ${said("cpu")} · commit ${said("commit")}</p>${sumUp(targets)}</header><main>${warnings(runs, lines)}${sections.slice(0, 2).map(shown)}<section id="how"><h2>How it was measured</h2>${METHOD}${runs.map(({ name, host }) => hostList(name, host))}</section>${sections.slice(2).map(shown)}</main></body></html>
`.text;
}
