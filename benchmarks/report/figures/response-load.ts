/** Response time against load: the study's figures 4.2 and 4.4, with the percentiles that it did not have. */
import * as Plot from "@observablehq/plot";
import type { Summary } from "../../results/summary.ts";
import { formatMs } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { answersOf, warningsAbout, type Load, type Repetition } from "../loads.ts";
import { plusMinus, whyNoMargin } from "../margin.ts";
import { renderFigure, renderLegend } from "./figure.ts";
import { loadFrame, loadLegend, loadMarks, studyMarks, type LoadPoint } from "./load-marks.ts";
import { colours, drawPlot, msAxis } from "./plot.ts";
import { titles } from "../titles.ts";

const caption =
  "From the intended send time to the answer. Line and dots: mean of the interval means, as in the study. Band: from the " +
  "median to the 99th percentile of all answers.";

export function renderResponseFigure(summary: Summary, loads: readonly Load[]): Html {
  const repetitions = loads.flatMap((load) => load.repetitions);
  const points = repetitions.flatMap(responsePoint);
  const bands = loads.flatMap((load) => {
    const distribution = answersOf(load).distribution();
    return distribution === undefined
      ? []
      : [{ reqPerSec: load.offeredReqPerSec, p50: distribution.p50, p99: distribution.p99 }];
  });
  const study = studyMarks(summary, "response_time_ms", (value) => `${formatMs(value)} ms`);
  const draw = (): Html => {
    const values = [
      ...bands.flatMap(({ p50, p99 }) => [p50, p99]),
      ...[...points, ...study].map((point) => point.mean),
    ];
    const axis = msAxis(titles.logarithmicTime, values);
    return drawPlot("Response time in milliseconds against offered load: mean, median, 99th percentile", {
      ...loadFrame(loads, study),
      y: axis.y,
      marks: [
        ...axis.marks,
        Plot.areaY(bands, { x: "reqPerSec", y1: "p50", y2: "p99", fill: colours.active, fillOpacity: 0.14 }),
        ...loadMarks(loads, points, study),
      ],
    });
  };
  return renderFigure(
    summary,
    {
      title: "Response time against load",
      caption,
      warnings: warningsAbout(repetitions, "response time"),
    },
    [points.length === 0 ? html`<p class="empty">No request was answered.</p>` : draw()],
    renderLegend([
      { name: "mean", kind: "active" },
      { name: "median to 99th percentile", kind: "band" },
      ...loadLegend(points, study),
    ]),
  );
}

function responsePoint({ summary }: Repetition): LoadPoint[] {
  if (summary.responseTimeMs === null) return [];
  const { mean, n } = summary.responseTimeMs;
  const margin = summary.responseTimeMs.seriesMargin ?? 0;
  const where = `${summary.case}, repetition ${String(summary.repetition)}`;
  return [
    {
      series: "mean",
      reqPerSec: summary.offeredReqPerSec,
      mean,
      // The scale is logarithmic and ends above zero.
      low: Math.max(mean / 10, mean - margin),
      high: mean + margin,
      colour: colours.active,
      fill: summary.feasible === false ? colours.page : colours.active,
      title: `${where}: ${plusMinus(summary.responseTimeMs, formatMs)} ms, ${whyNoMargin(summary.responseTimeMs) || `${String(n)} intervals`}`,
    },
  ];
}
