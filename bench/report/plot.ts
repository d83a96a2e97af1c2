// A plot of curves with markers as inline SVG, and the legend that goes with it. Points whose line was not right are
// crossed out in red: they are never drawn as if they were good.
import {
  line as curve,
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from "d3-shape";
import { type Axis, axes, HEIGHT, px, WIDTH } from "./axes.js";
import { html, type Markup } from "./html.js";
import type { Look, Marker } from "./series.js";

export interface Point {
  x: number;
  y: number;
  /** Said when a pointer rests on it. */
  says: string;
  ok: boolean;
}

export interface Series {
  look: Look;
  points: readonly Point[];
  /** Only the line: for curves of many points. */
  bare?: boolean;
}

export interface Plot {
  title: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Under the title, where the plot has one of its own. */
  legend?: Markup;
}

const SHAPES: Record<Marker, SymbolType> = {
  circle: symbolCircle,
  cross: symbolCross,
  diamond: symbolDiamond,
  square: symbolSquare,
  star: symbolStar,
  triangle: symbolTriangle,
};

const SWATCH = html`<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true"><rect class="mark" width="16" height="16"/></svg>`;

const shape = (marker: Marker, area = 46): string =>
  symbol(SHAPES[marker], area).digits(1)() as unknown as string;

function drawn({ look, points, bare }: Series, { x, y }: Plot): Markup {
  const at = ({ x: right, y: up }: Point): [number, number] => [px(x.scale(right)), px(y.scale(up))];
  const good = points.filter(({ ok }) => ok);
  const path = curve().digits(1)(good.map(at)) ?? "";
  const marks = points.map((point) => {
    const [left, top] = at(point);
    if (!point.ok)
      return html`<path class="wrong" transform="translate(${left} ${top})" d="M-5-5L5 5M-5 5L5-5"><title>NOT RIGHT: ${point.says}</title></path>`;
    return html`<path class="mark" transform="translate(${left} ${top})" d="${bare ? "M-6-6h12v12h-12z" : shape(look.marker)}"${bare && html` opacity="0"`}><title>${point.says}</title></path>`;
  });
  return html`<g class="series ${look.tone}"><path class="curve" d="${path}"${look.dash !== undefined && html` stroke-dasharray="${look.dash}"`}/>${marks}</g>`;
}

/** The plot under its title. */
export function linePlot(plot: Plot): Markup {
  const { title, x, y, series } = plot;
  return html`<div class="plot"><h4>${title}</h4>${plot.legend}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${y.label} against ${x.label}">${axes(x, y)}${series.map((one) => drawn(one, plot))}</svg></div>`;
}

/** Names beside their line and marker, or their bar's colour, each once, in the given order. */
export function legend(looks: readonly Look[], of: "curves" | "bars" = "curves"): Markup {
  const each = [...new Map(looks.map((look) => [look.name, look])).values()];
  return html`<ul class="legend">${each.map(
    ({ name, tone, marker, dash }) =>
      html`<li class="${tone}">${of === "bars" ? SWATCH : html`<svg viewBox="0 0 36 16" aria-hidden="true"><path class="curve" d="M1 8H35"${dash !== undefined && html` stroke-dasharray="${dash}"`}/><path class="mark" transform="translate(18 8)" d="${shape(marker)}"/></svg>`}${name}</li>`,
  )}</ul>`;
}
