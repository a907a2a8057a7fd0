/** CPU of the hosts against load: the study's figures 4.1 and 4.3. */
import { confidenceText } from "../../../base/confidence.ts";
import { fewestIntervals } from "../../analysis/series-margin.ts";
import type { Summary } from "../../results/summary.ts";
import { formatNumber } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { warningsAbout, type Load, type Repetition } from "../loads.ts";
import { plusMinus, whyNoMargin } from "../margin.ts";
import { renderFigure, renderLegend } from "./figure.ts";
import { loadFrame, loadLegend, loadMarks, studyMarks, type LoadPoint } from "./load-marks.ts";
import { colours, drawPlot } from "./plot.ts";
import { titles } from "../titles.ts";

const caption = `Share of all pCPUs of a host that did work. A dot for each repetition, its bar the ${confidenceText} margin, from ${String(fewestIntervals)} intervals on; the line joins the means.`;

export function renderCpuFigure(summary: Summary, loads: readonly Load[]): Html {
  const repetitions = loads.flatMap((load) => load.repetitions);
  const points = repetitions.flatMap(hostPoints);
  const hosts = new Map(repetitions.flatMap(({ tally }) => tally.record.hosts.map(({ name, role }) => [name, role])));
  const study = studyMarks(summary, "cpu_percent", (value) => `${formatNumber(value, 1)} %`);
  const draw = (): Html =>
    drawPlot(`CPU of ${[...hosts.keys()].join(" and ")} in percent against offered load`, {
      ...loadFrame(loads, study),
      y: { domain: [0, 100], label: titles.hostCpu, grid: true, ticks: 5 },
      marks: loadMarks(loads, points, study),
    });
  return renderFigure(
    summary,
    {
      title: "CPU against load",
      caption,
      warnings: warningsAbout(repetitions, "CPU"),
    },
    [points.length === 0 ? html`<p class="empty">No CPU sample was taken.</p>` : draw()],
    renderLegend([
      ...[...hosts].map(([host, role]) => ({ name: `${host} (${role})`, kind: role })),
      ...loadLegend(points, study),
    ]),
  );
}

function hostPoints({ summary, tally }: Repetition): LoadPoint[] {
  return tally.record.hosts.flatMap(({ name, role }): LoadPoint[] => {
    const estimate = summary.cpuPercentByHost[name];
    if (estimate === undefined) return [];
    const { mean, n } = estimate;
    const margin = estimate.seriesMargin ?? 0;
    const where = `${name}, ${summary.case}, repetition ${String(summary.repetition)}`;
    return [
      {
        series: name,
        reqPerSec: summary.offeredReqPerSec,
        mean,
        low: Math.max(0, mean - margin),
        high: Math.min(100, mean + margin),
        colour: colours[role],
        fill: summary.feasible === false ? colours.page : colours[role],
        title: `${where}: ${plusMinus(estimate, (value) => formatNumber(value, 1))} %, ${whyNoMargin(estimate) || `${String(n)} intervals`}`,
      },
    ];
  });
}
