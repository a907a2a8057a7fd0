/** One repetition on one clock: load, response time and the hosts' CPU, with what happened to it. */
import * as Plot from "@observablehq/plot";
import { msToSec } from "../../../base/units.ts";
import type { IntervalTally } from "../../analysis/case-tally.ts";
import type { CaseRecord } from "../../results/case-record.ts";
import type { Summary } from "../../results/summary.ts";
import { formatMs, formatNumber, formatRate } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import type { Repetition } from "../loads.ts";
import { eventMarks, renderEvents, type Span } from "./events.ts";
import { pageWidth, renderFigure, renderLegend } from "./figure.ts";
import { colours, drawPlot, msAxis } from "./plot.ts";
import { titles } from "../titles.ts";

/** Of all three panels, so that they stand on one time axis. */
const panel = { width: pageWidth, marginLeft: 50, marginRight: 20, marginTop: 24, marginBottom: 12 } as const;

export function renderTimeLine(summary: Summary, repetition: Repetition): Html {
  const { tally, around, summary: each } = repetition;
  const { record } = tally;
  const intervals = [...around.intervals(), ...tally.intervals()].toSorted((a, b) => a.middleSec - b.middleSec);
  const first = Math.min(0, ...intervals.map((interval) => interval.middleSec - record.intervalSec / 2));
  const last = Math.max(record.intervalSec, msToSec(record.measuredToMs - record.measuredFromMs));
  const span = { first, last };
  const cpu = cpuPoints(repetition, span);
  const isEmpty = intervals.length + cpu.length === 0;
  const x = { domain: [first, last], label: null };

  const draw = (): Html[] => [
    drawPlot("Answered and failed requests per second over time", {
      ...panel,
      height: 150,
      x: { ...x, axis: null },
      y: { label: "answered, req/s", grid: true, ticks: 4, domain: [0, 1.3 * highestReqPerSec(record, intervals)] },
      marks: [...eventMarks(record, span, true), ...rateMarks(record, intervals)],
    }),
    drawPlot("Mean and greatest response time over time", {
      ...panel,
      height: 170,
      x: { ...x, axis: null },
      ...responsePanel(record, intervals, span),
    }),
    drawPlot("CPU of the hosts over time", {
      ...panel,
      height: 180,
      marginBottom: 36,
      x: { ...x, label: "seconds since the measured window began", ticks: 12 },
      y: { label: "host busy, %", grid: true, ticks: 4, domain: [0, 100] },
      marks: [
        ...eventMarks(record, span, false),
        Plot.line(cpu, { x: "middleSec", y: "busyPercent", z: "host", stroke: "colour", strokeWidth: 2 }),
        Plot.dot(cpu, { x: "middleSec", y: "busyPercent", r: 2, fill: "colour", title: "title" }),
      ],
    }),
  ];
  return renderFigure(
    summary,
    {
      title: `Case ${each.case}, repetition ${String(each.repetition)}: ${formatRate(each.offeredReqPerSec)} req/s offered`,
      caption:
        "Everything on the clock of the machine that ran the benchmark, in intervals of " +
        `${formatNumber(record.intervalSec)} s. Dotted: the load that was offered.`,
      warnings: [...each.reasons, ...each.warnings.map(({ text }) => text)],
    },
    [...(isEmpty ? [html`<p class="empty">Nothing was measured.</p>`] : draw()), renderEvents(record)],
    renderLegend([
      { name: "answered", kind: "bars" },
      { name: "failed", kind: "failed" },
      { name: "mean response time", kind: "active" },
      { name: "greatest", kind: "max" },
      ...record.hosts.map(({ name, role }) => ({ name: `CPU of ${name} (${role})`, kind: role })),
    ]),
  );
}

function cpuPoints({ tally, around }: Repetition, { first, last }: Span): { readonly middleSec: number }[] {
  return tally.record.hosts.flatMap(({ name, role }) =>
    [...around.cpuOf(name), ...tally.cpuOf(name)]
      .filter(({ middleSec }) => middleSec >= first && middleSec <= last)
      .toSorted((a, b) => a.middleSec - b.middleSec)
      .map(({ middleSec, busyPercent }) => {
        const title = `${name}: ${formatNumber(busyPercent, 1)} %`;
        return { middleSec, busyPercent, host: name, colour: colours[role], title };
      }),
  );
}

function highestReqPerSec({ offeredReqPerSec, intervalSec }: CaseRecord, intervals: readonly IntervalTally[]): number {
  return Math.max(
    offeredReqPerSec,
    ...intervals.map(({ counts, throughputReqPerSec }) => Math.max(throughputReqPerSec, counts.failed / intervalSec)),
  );
}

function rateMarks({ offeredReqPerSec, intervalSec }: CaseRecord, intervals: readonly IntervalTally[]): Plot.Markish[] {
  const bars = (count: "succeeded" | "failed", word: string): object[] =>
    intervals.map(({ middleSec, counts, throughputReqPerSec }) => ({
      x1: middleSec - intervalSec / 2,
      x2: middleSec + intervalSec / 2,
      reqPerSec: count === "succeeded" ? throughputReqPerSec : counts[count] / intervalSec,
      title: `${formatNumber(counts[count])} ${word}`,
    }));
  const channels = { x1: "x1", x2: "x2", y: "reqPerSec", title: "title", insetLeft: 0.5, insetRight: 0.5 };
  return [
    Plot.ruleY([offeredReqPerSec], { stroke: "currentColor", strokeOpacity: 0.6, strokeDasharray: "2 3" }),
    Plot.rectY(bars("succeeded", "answered"), { ...channels, fill: colours.active, fillOpacity: 0.3 }),
    Plot.rectY(bars("failed", "failed"), { ...channels, fill: colours.failed, fillOpacity: 0.9 }),
  ];
}

function responsePanel(
  record: CaseRecord,
  intervals: readonly IntervalTally[],
  span: Span,
): Pick<Plot.PlotOptions, "y" | "marks"> {
  const answered = intervals.flatMap(({ middleSec, responseTimeMs }) => {
    if (responseTimeMs === undefined) return [];
    const { mean, max } = responseTimeMs;
    return [{ middleSec, mean, max, title: `mean ${formatMs(mean)} ms, greatest ${formatMs(max)} ms` }];
  });
  // No line may bridge an interval without an answer: an empty point breaks it.
  const broken = answered.flatMap((point, index) => {
    const before = answered[index - 1];
    const isGap = before !== undefined && point.middleSec - before.middleSec > 1.5 * record.intervalSec;
    return isGap ? [{ middleSec: point.middleSec - record.intervalSec, mean: NaN, max: NaN }, point] : [point];
  });
  const values = answered.length === 0 ? [1] : answered.flatMap(({ mean, max }) => [mean, max ?? mean]);
  const axis = msAxis(titles.responseTime, values);
  return {
    y: axis.y,
    marks: [
      ...axis.marks,
      ...eventMarks(record, span, false),
      Plot.line(broken, { x: "middleSec", y: "max", stroke: colours.max, strokeWidth: 1.5 }),
      Plot.line(broken, { x: "middleSec", y: "mean", stroke: colours.mean, strokeWidth: 2 }),
      Plot.dot(answered, { x: "middleSec", y: "max", r: 2, fill: colours.max, title: "title" }),
      Plot.dot(answered, { x: "middleSec", y: "mean", r: 2, fill: colours.mean, title: "title" }),
    ],
  };
}
