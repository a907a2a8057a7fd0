/** Response times of every load as curves over percentiles, the tail as wide as the middle. */
import * as Plot from "@observablehq/plot";
import type { Summary } from "../../results/summary.ts";
import { formatRate } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { answersOf, type Load } from "../loads.ts";
import { pageWidth, renderFigure } from "./figure.ts";
import { colours, drawPlot, msAxis } from "./plot.ts";
import { titles } from "../titles.ts";

const caption =
  "All answers of all repetitions of a load, from merged histograms; percentiles of single intervals are never averaged. A " +
  "curve ends where a single answer is left.";

const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999];
/** 90 % lies at 1, 99 % at 2, 99.9 % at 3; and back. */
const nines = (percentile: number): number => -Math.log10(1 - percentile / 100);
const percentileOf = (position: number): number => Number((100 * (1 - 10 ** -position)).toFixed(3));

export function renderPercentileFigure(summary: Summary, loads: readonly Load[]): Html {
  const curves = loads.map((load, index) => {
    const colour = colours.ramp[Math.round((index * (colours.ramp.length - 1)) / Math.max(1, loads.length - 1))];
    const curve = answersOf(load).distribution()?.curve ?? [];
    const name = `${formatRate(load.offeredReqPerSec)} req/s`;
    return curve.map(({ percentile, valueMs }) => ({ name, colour, position: nines(percentile), valueMs }));
  });
  const points = curves.flat();
  const last = Math.max(1, ...points.map((point) => point.position));
  const draw = (): Html => {
    const axis = msAxis(
      titles.logarithmicTime,
      points.map((point) => point.valueMs),
    );
    return drawPlot("Response time in milliseconds by percentile, a curve for each load", {
      width: pageWidth,
      height: 360,
      marginLeft: 50,
      marginRight: 100,
      marginBottom: 36,
      x: {
        domain: [0, last],
        label: "share of answers that took at most so long",
        ticks: ticks.map(nines).filter((tick) => tick <= last),
        tickFormat: (position: number) => `${String(percentileOf(position))} %`,
      },
      y: axis.y,
      marks: [
        ...axis.marks,
        Plot.line(points, { x: "position", y: "valueMs", z: "name", stroke: "colour", strokeWidth: 2 }),
        Plot.text(spreadLabels(curves.flatMap((curve) => curve.slice(-1))), {
          x: "position",
          y: "labelMs",
          text: "name",
          textAnchor: "start",
          dx: 8,
          fill: "colour",
          fontWeight: 600,
        }),
      ],
    });
  };
  const isAnswered = summary.cases.some(({ succeeded }) => succeeded !== null && succeeded > 0);
  const empty = isAnswered ? "The generator tells no single answers." : "No request was answered.";
  return renderFigure(summary, { title: "Response time by percentile", caption, warnings: [] }, [
    points.length === 0 ? html`<p class="empty">${empty}</p>` : draw(),
  ]);
}

/** Moves labels up until none covers the next: a line of text is about a twentieth of the figure's height. */
function spreadLabels<End extends { readonly valueMs: number; readonly position: number }>(
  ends: readonly End[],
): (End & { readonly labelMs: number })[] {
  const values = ends.map((end) => end.valueMs);
  const step = (Math.max(...values) / Math.min(...values)) ** 0.06;
  let free = 0;
  return ends
    .toSorted((left, right) => left.valueMs - right.valueMs)
    .map((end) => {
      const labelMs = Math.max(end.valueMs, free);
      free = labelMs * Math.max(step, 1.12);
      return { ...end, labelMs };
    });
}
