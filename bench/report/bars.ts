// Horizontal bars in groups as inline SVG, each with its value in words at its end.
import { scaleLinear } from "d3-scale";
import { px, WIDTH } from "./axes.js";
import { html, type Markup } from "./html.js";
import type { Look } from "./series.js";

export interface Bar {
  look: Look;
  value: number;
  /** At the bar's end, with its unit. */
  text: string;
  ok: boolean;
}

export interface Group {
  name: string;
  bars: readonly Bar[];
}

const ROW = 17;
const GAP = 14;
/** Pixels that a letter takes at the most, on average. */
const LETTER = 7;
/** Kept free for the text of the longest bar. */
const TEXT = 104;

const shortened = (name: string): string => (name.length > 22 ? `${name.slice(0, 21)}…` : name);

/** A plot of groups over each other; `most` is the value of the longest bar of the figure. */
export function barPlot(title: string, groups: readonly Group[], most: number): Markup {
  const left = 16 + LETTER * Math.max(8, ...groups.map(({ name }) => shortened(name).length));
  const x = scaleLinear([0, most], [left, WIDTH - TEXT]);
  const heights = groups.map(({ bars }) => bars.length * ROW + GAP);
  const height = heights.reduce((sum, one) => sum + one, 0);
  const tops = heights.map((_, i) => heights.slice(0, i).reduce((sum, one) => sum + one, 0) + GAP / 2);
  const drawn = groups.map(({ name, bars }, i) => {
    const middle = tops[i]! + (bars.length * ROW) / 2 + 4;
    return html`<text x="${left - 8}" y="${middle}" text-anchor="end">${shortened(name)}</text>${bars.map((bar, n) => oneBar(bar, x, tops[i]! + n * ROW))}`;
  });
  return html`<div class="plot"><h4>${title}</h4><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}"><path class="frame" d="M${left} 0V${height}"/>${drawn}</svg></div>`;
}

function oneBar({ look, value, text, ok }: Bar, x: (value: number) => number, top: number): Markup {
  const end = px(x(value));
  const said = ok ? text : `NOT RIGHT: ${text}`;
  return html`<g class="bar ${look.tone}"><rect x="${x(0)}" y="${top + 1}" width="${px(Math.max(1, end - x(0)))}" height="${ROW - 3}"${!ok && html` class="wrong"`}><title>${look.name}: ${said}</title></rect><text x="${end + 5}" y="${top + 12}"${!ok && html` class="wrong"`}>${said}</text></g>`;
}
