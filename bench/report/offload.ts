// Large sends cut and summed by the worker, beside the same sends left to a card. Must say that no card was measured.
import { PUBLISHED } from "../offload.js";
import { html } from "./html.js";
import { digits, times } from "./numbers.js";
import type { Section } from "./section.js";
import { latest, type Measured, pick } from "./select.js";
import { rowTone, table, verdict } from "./tables.js";

export function offloads(lines: readonly Measured[]): Section {
  const title = "Offloads, the worker's side";
  const rows = latest(pick(lines, { case: "offload" }));
  if (rows.length === 0) return { title, missing: "no line of case offload" };
  const numbers = table<Measured>(
    "64 KB TCP sends into tunnels; ratio: software's cost over that with offloads asked for",
    [
      { head: "tunnel", cell: ({ work }) => work, text: true },
      {
        head: "cut and summed by",
        cell: ({ mode }) => (mode === "offload" ? "the card, asked" : "the worker"),
        text: true,
      },
      { head: "cycles/byte", cell: ({ cycles_per_byte: cycles }) => cycles?.toFixed(3) },
      { head: "ns/64 KB", cell: ({ ns_per_64k: ns }) => ns !== undefined && digits(ns) },
      { head: "Gb/s a core", cell: ({ gbps }) => gbps !== undefined && digits(gbps) },
      { head: "ratio", cell: ({ ratio }) => ratio !== undefined && times(ratio) },
      { head: "result", cell: verdict, text: true },
    ],
    rows,
    rowTone,
  );
  return {
    title,
    body: html`<p><strong>${rows[0]!.label ?? ""}</strong>. Published of ${PUBLISHED.what}, a whole node with a card: ${PUBLISHED.throughput} times the throughput, ${-PUBLISHED.cpu * 100} % less CPU.</p>${numbers}`,
  };
}
