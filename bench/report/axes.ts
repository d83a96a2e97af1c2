// Frame, grid, ticks and axis titles of a plot as SVG. Knows scales, not what is plotted.
import type { ScaleContinuousNumeric } from "d3-scale";
import { html, type Markup } from "./html.js";

export type Scale = ScaleContinuousNumeric<number, number>;

/** Pixels of the viewBox; text is 12 of them, so that it is readable at half and at twice the size. */
export const WIDTH = 420;
export const HEIGHT = 270;
export const MARGIN = { top: 14, right: 16, bottom: 44, left: 68 };
export const INSIDE = {
  left: MARGIN.left,
  right: WIDTH - MARGIN.right,
  top: MARGIN.top,
  bottom: HEIGHT - MARGIN.bottom,
};

export interface Axis {
  /** With its unit. */
  label: string;
  scale: Scale;
  ticks: readonly number[];
  format(value: number): string;
}

export const px = (value: number): number => Number(value.toFixed(1));

function horizontal({ scale, ticks, format, label }: Axis): Markup {
  return html`${ticks.map((tick, i) => {
    const x = px(scale(tick));
    const anchor = i === ticks.length - 1 && x > INSIDE.right - 12 ? "end" : "middle";
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${INSIDE.top}" y2="${INSIDE.bottom}"/><text x="${anchor === "end" ? x + 8 : x}" y="${INSIDE.bottom + 16}" text-anchor="${anchor}">${format(tick)}</text>`;
  })}<text class="axis" x="${(INSIDE.left + INSIDE.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${label}</text>`;
}

function vertical({ scale, ticks, format, label }: Axis): Markup {
  const middle = (INSIDE.top + INSIDE.bottom) / 2;
  return html`${ticks.map((tick) => {
    const y = px(scale(tick));
    return html`<line class="grid" x1="${INSIDE.left}" x2="${INSIDE.right}" y1="${y}" y2="${y}"/><text x="${INSIDE.left - 6}" y="${y + 4}" text-anchor="end">${format(tick)}</text>`;
  })}<text class="axis" transform="translate(13 ${middle}) rotate(-90)" text-anchor="middle">${label}</text>`;
}

export function axes(x: Axis, y: Axis): Markup {
  return html`${horizontal(x)}${vertical(y)}<path class="frame" d="M${INSIDE.left} ${INSIDE.top}V${INSIDE.bottom}H${INSIDE.right}"/>`;
}
