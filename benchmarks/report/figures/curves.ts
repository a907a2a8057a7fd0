/**
 * Several testbeds against load in one plot, the study's figures 4.1 to 4.4 together: a colour for each platform, a stroke and a symbol for
 * each layout, a label at the end of each curve, and the points as a table a click away.
 */
import * as Plot from "@observablehq/plot";
import { platformNames } from "../../../platforms/index.ts";
import { studyLayouts } from "../../cases/study.ts";
import { formatMs, formatNumber, formatRate } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable } from "../tables/table.ts";
import { renderFigure, type FigureText } from "./figure.ts";
import { placeLabels } from "./label-places.ts";
import { colours, drawPlot, msAxis } from "./plot.ts";
import { titles } from "../titles.ts";

export interface CurvePoint {
  readonly reqPerSec: number;
  readonly mean: number;
  /** Ends of what is drawn as its uncertainty; the mean itself where none is known. */
  readonly low: number;
  readonly high: number;
  /** Hollow where the load was not carried, or the number contradicts another. */
  readonly isHollow: boolean;
  /** Why it is hollow, or what else a reader has to know; empty when nothing. */
  readonly note: string;
}

export interface Curve {
  /** `KVM 6core`. */
  readonly name: string;
  readonly platform: string;
  readonly layout: string;
  /** Ascending by load. */
  readonly points: readonly CurvePoint[];
}

export interface CurvesFigure extends FigureText {
  readonly curves: readonly Curve[];
  readonly emulated: boolean;
  readonly unit: "%" | "ms";
  /** What the uncertainty is: `95 % margin`. */
  readonly uncertainty: string;
  readonly empty: string;
}

const size = { width: 760, height: 440, marginLeft: 50, marginRight: 136, marginTop: 24, marginBottom: 40 };
const labelGap = 15;
const strokes: readonly string[] = ["none", "9 4", "2 4", "9 3 2 3", "14 4"];
const symbols = ["circle", "square", "triangle", "diamond", "star"] as const;

export function renderCurvesFigure(figure: CurvesFigure): Html {
  const { curves, emulated, empty } = figure;
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return renderFigure({ emulated }, figure, [html`<p class="empty">${empty}</p>`]);
  return renderFigure({ emulated }, figure, [drawCurves(figure, drawn), renderPoints(figure, drawn)]);
}

function drawCurves({ title, unit }: CurvesFigure, curves: readonly Curve[]): Html {
  const axis = axisOf(unit, curves);
  const most = Math.max(...curves.flatMap(({ points }) => points.map(({ reqPerSec }) => reqPerSec)));
  const lines = curves.flatMap((curve) =>
    curve.points.map((point) => ({
      ...point,
      ...lookOf(curve, curves),
      curve: curve.name,
      title: pointTitle(curve, point, unit),
    })),
  );
  return drawPlot(`${title}: ${curves.map(({ name }) => name).join(", ")}`, {
    ...size,
    x: { domain: [0, most * 1.04], label: "req/s", grid: true, tickFormat: (value: number) => formatNumber(value) },
    y: axis.y,
    marks: [
      ...axis.marks,
      ...curves.map(({ points, ...curve }) => {
        const look = lookOf(curve, curves);
        return Plot.line(points, {
          x: "reqPerSec",
          y: "mean",
          stroke: look.colour,
          strokeDasharray: look.stroke,
          strokeWidth: 2,
        });
      }),
      Plot.ruleX(lines, { x: "reqPerSec", y1: "low", y2: "high", stroke: "colour", strokeOpacity: 0.6 }),
      ...curves.map((curve) => {
        const look = lookOf(curve, curves);
        const own = lines.filter((line) => line.curve === curve.name);
        const fill = (line: { readonly isHollow: boolean }): string => (line.isHollow ? colours.page : look.colour);
        return Plot.dot(own, {
          x: "reqPerSec",
          y: "mean",
          r: 4,
          symbol: look.symbol,
          stroke: look.colour,
          fill,
          title: "title",
        });
      }),
      ...labelMarks(curves, axis, most),
    ],
  });
}

interface CurveAxis {
  readonly y: Plot.ScaleOptions;
  readonly marks: readonly Plot.Markish[];
  /** A value's place in pixels from the top, and the value at a place. */
  readonly toPixels: (value: number) => number;
  readonly fromPixels: (place: number) => number;
}

function axisOf(unit: "%" | "ms", curves: readonly Curve[]): CurveAxis {
  const height = size.height - size.marginTop - size.marginBottom;
  if (unit === "%") {
    return {
      y: { domain: [0, 100], label: titles.hostCpu, grid: true, ticks: 5 },
      marks: [],
      toPixels: (value) => size.marginTop + height * (1 - value / 100),
      fromPixels: (place) => 100 * (1 - (place - size.marginTop) / height),
    };
  }
  const { y, marks } = msAxis(
    titles.logarithmicTime,
    curves.flatMap(({ points }) => points.map(({ mean }) => mean)),
  );
  const [low = 1, high = 10] = [...(y.domain ?? [])].map((value) => Math.log(Number(value)));
  return {
    y: { ...y, clamp: true },
    marks,
    toPixels: (value) => size.marginTop + (height * (high - Math.log(value))) / (high - low),
    fromPixels: (place) => Math.exp(high - ((place - size.marginTop) * (high - low)) / height),
  };
}

/** The label's place is right of all curves; a thin line leads there from the curve's last point. */
function labelMarks(curves: readonly Curve[], { toPixels, fromPixels }: CurveAxis, most: number): Plot.Markish[] {
  const ends = curves.flatMap((curve) => {
    const last = curve.points.at(-1);
    return last === undefined ? [] : [{ name: curve.name, last, colour: lookOf(curve, curves).colour }];
  });
  const places = placeLabels(
    ends.map(({ last }) => toPixels(last.mean)),
    labelGap,
    size.marginTop,
    size.height - size.marginBottom,
  );
  const labels = ends.map((end, index) => ({
    ...end,
    x1: end.last.reqPerSec,
    y1: end.last.mean,
    x2: most * 1.04,
    y2: fromPixels(places[index] ?? size.marginTop),
  }));
  return [
    Plot.link(labels, {
      x1: "x1",
      y1: "y1",
      x2: "x2",
      y2: "y2",
      stroke: "colour",
      strokeOpacity: 0.35,
      strokeWidth: 1,
    }),
    Plot.text(labels, { x: "x2", y: "y2", text: "name", textAnchor: "start", dx: 5, fill: "colour", fontWeight: 600 }),
  ];
}

function lookOf({ platform, layout }: Pick<Curve, "platform" | "layout">, curves: readonly Pick<Curve, "layout">[]) {
  const names: readonly string[] = platformNames;
  const layouts = [...new Set([...studyLayouts, ...curves.map((curve) => curve.layout)])];
  const rank = layouts.indexOf(layout) % strokes.length;
  const colour = names.includes(platform) ? `var(--platform-${String(names.indexOf(platform) + 1)})` : "var(--soft)";
  return { colour, stroke: strokes[rank] ?? "none", symbol: symbols[rank] ?? "circle" };
}

function valueText(value: number, unit: "%" | "ms"): string {
  return unit === "%" ? formatNumber(value, 1) : formatMs(value);
}

function pointTitle({ name }: Curve, { reqPerSec, mean, note }: CurvePoint, unit: "%" | "ms"): string {
  return `${name}, ${formatRate(reqPerSec)} req/s: ${valueText(mean, unit)} ${unit}${note === "" ? "" : `; ${note}`}`;
}

function renderPoints({ title, unit, uncertainty, emulated }: CurvesFigure, curves: readonly Curve[]): Html {
  const rows = curves.flatMap((curve) => curve.points.map((point) => ({ curve, point })));
  const value = (pick: (point: CurvePoint) => number) => (row: { readonly point: CurvePoint }) =>
    valueText(pick(row.point), unit);
  const columns = [
    { title: "testbed", cell: (row: (typeof rows)[number]) => row.curve.name, isText: true },
    { title: "req/s", cell: (row: (typeof rows)[number]) => formatRate(row.point.reqPerSec) },
    { title: `mean, ${unit}`, cell: value(({ mean }) => mean) },
    { title: "from", cell: value(({ low }) => low) },
    { title: "to", cell: value(({ high }) => high) },
    { title: "note", cell: (row: (typeof rows)[number]) => row.point.note, isText: true },
  ];
  const text = { title: `${title}: the points`, note: `From and to: ${uncertainty}.`, empty: "No point." };
  return html`<details>
    <summary>The data of this figure</summary>
    ${renderTable({ emulated }, text, [{ title: "", columns }], rows)}
  </details>`;
}
