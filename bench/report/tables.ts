// The same numbers as a plot's, for those who read rather than look; and how a line that is not right is told. Pure.
import { html, type Markup, type Piece } from "./html.js";
import { short } from "./numbers.js";

export interface Column<Row> {
  /** With its unit. */
  head: string;
  cell(row: Row): Piece;
  /** Left-aligned. */
  text?: boolean;
}

export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  tone: (row: Row) => string = () => "",
): Markup {
  const side = ({ text }: Column<Row>) => (text ? html` class="text"` : undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${columns.map((column) => html`<th scope="col"${side(column)}>${column.head}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr class="${tone(row)}">${columns.map((column) => html`<td data-head="${column.head}"${side(column)}>${column.cell(row)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** A table that is there for all, unfolded by a click or key. */
export const folded = (says: string, inside: Markup): Markup =>
  html`<details><summary>${says}</summary>${inside}</details>`;

/** "right", or loudly what was wrong; such lines may say that they could not be measured at all. */
export function verdict({ ok, wrong = "no reason given" }: { ok: boolean; wrong?: string }): Markup {
  if (ok) return html`right`;
  const unmeasured = /^not measured: (.*)/s.exec(wrong);
  return unmeasured
    ? html`<strong class="bad">NOT MEASURED: ${unmeasured[1]}</strong>`
    : html`<strong class="bad">NOT RIGHT: ${wrong}</strong>`;
}

/** What the project wants of a line's number, and whether it is so. */
export function wanted({ ok, bar, met }: { ok: boolean; bar?: number | string; met?: boolean }): Piece {
  if (!ok || bar === undefined || met === undefined) return "";
  const said = typeof bar === "number" ? short(bar) : bar;
  return met ? html`<span class="reached">${said} ✓</span>` : html`<span class="missed">${said} ✗</span>`;
}

export const rowTone = ({ ok }: { ok: boolean }): string => (ok ? "" : "bad-row");
