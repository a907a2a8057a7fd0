/** What the figures against load share: axis, points with margins, the study's line. */
import * as Plot from "@observablehq/plot";
import { mean } from "simple-statistics";
import type { Summary } from "../../results/summary.ts";
import { formatRate } from "../format.ts";
import type { Load } from "../loads.ts";
import { studyPoints, type StudyMetric } from "../study/reference.ts";
import { colours } from "./plot.ts";

/** One repetition of one load, ready to be drawn. */
export interface LoadPoint {
  /** Points of a series are joined by a line through the means of each load. */
  readonly series: string;
  readonly reqPerSec: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  /** The page's colour where the load was not carried: a hollow dot. */
  readonly fill: string;
  readonly title: string;
}

/** A study's point where it lies on this run's axis. */
export interface StudyMark {
  readonly reqPerSec: number;
  readonly mean: number;
  readonly title: string;
}

/** The study's line, its loads scaled as this run's are. */
export function studyMarks(summary: Summary, metric: StudyMetric, format: (value: number) => string): StudyMark[] {
  return studyPoints(summary, metric).map((point) => ({
    reqPerSec: point.nominalReqPerSec * summary.scale.load,
    mean: point.mean,
    title: `study, table ${point.table}: ${format(point.mean)} at ${formatRate(point.nominalReqPerSec)} req/s`,
  }));
}

/** Size and x axis; the marks need the room that is left below it for two lines of ticks. */
export function loadFrame(loads: readonly Load[], study: readonly StudyMark[]): Plot.PlotOptions {
  const loadsReqPerSec = [...loads.map((load) => load.offeredReqPerSec), ...study.map((point) => point.reqPerSec)];
  return {
    width: 560,
    height: 350,
    marginLeft: 50,
    marginBottom: 54,
    marginRight: 20,
    x: { domain: [0, Math.max(1e-9, ...loadsReqPerSec) * 1.08] },
  };
}

export function loadMarks(
  loads: readonly Load[],
  points: readonly LoadPoint[],
  study: readonly StudyMark[],
): Plot.Markish[] {
  const lines = [...new Set(points.map((point) => point.series))].flatMap((series) =>
    loads.flatMap(({ offeredReqPerSec }) => {
      const here = points.filter((point) => point.series === series && point.reqPerSec === offeredReqPerSec);
      const [first] = here;
      if (first === undefined) return [];
      return [
        { series, colour: first.colour, reqPerSec: offeredReqPerSec, mean: mean(here.map((point) => point.mean)) },
      ];
    }),
  );
  return [
    loadTicks(loads),
    Plot.line(study, { x: "reqPerSec", y: "mean", stroke: colours.study, strokeDasharray: "5 4" }),
    Plot.dot(study, { x: "reqPerSec", y: "mean", r: 2.5, fill: colours.study, title: "title" }),
    Plot.line(lines, { x: "reqPerSec", y: "mean", z: "series", stroke: "colour", strokeWidth: 2 }),
    Plot.ruleX(points, { x: "reqPerSec", y1: "low", y2: "high", stroke: "colour", strokeOpacity: 0.6 }),
    Plot.dot(points, { x: "reqPerSec", y: "mean", r: 4, stroke: "colour", fill: "fill", title: "title" }),
  ];
}

/** Legend entries for what `loadMarks` draws beside a figure's own series. */
export function loadLegend(
  points: readonly LoadPoint[],
  study: readonly StudyMark[],
): { readonly name: string; readonly kind: string }[] {
  return [
    ...(points.some((point) => point.fill !== point.colour) ? [{ name: "load not carried", kind: "hollow" }] : []),
    ...(study.length === 0 ? [] : [{ name: "the study of 2013, other hardware", kind: "study" }]),
  ];
}

/** The load offered here and below it the study's, leaving out ticks that would run into their neighbour. */
function loadTicks(loads: readonly Load[]): Plot.Markish {
  const last = Math.max(...loads.map((load) => load.offeredReqPerSec));
  let before = -Infinity;
  const shown = loads.filter(({ offeredReqPerSec }) => {
    if (offeredReqPerSec - before < last * 0.09) return false;
    before = offeredReqPerSec;
    return true;
  });
  return Plot.axisX(
    shown.map((load) => load.offeredReqPerSec),
    {
      tickFormat: (reqPerSec: number) => {
        const load = shown.find((each) => each.offeredReqPerSec === reqPerSec);
        return `${formatRate(reqPerSec)}\n${formatRate(load?.nominalReqPerSec)}`;
      },
      label: "req/s offered here, below it the study's",
      labelOffset: 50,
      tickSize: 5,
    },
  );
}
