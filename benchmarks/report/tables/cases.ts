/** What the benchmark asked of the platform and what the platform gave, a row for each repetition. */
import { loadCounts, metrics, percentileNames } from "../../../base/metrics.ts";
import { confidenceText } from "../../../base/confidence.ts";
import { feasibleWhen } from "../../analysis/feasibility.ts";
import { fewestIntervals } from "../../analysis/series-margin.ts";
import type { Summary, SummaryCase } from "../../results/summary.ts";
import { formatMeanMs, formatMs, formatNumber, formatRate } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import type { Load } from "../loads.ts";
import { plusMinus } from "../margin.ts";
import { renderTable, type Column, type ColumnGroup } from "./table.ts";
import { titles } from "../titles.ts";

const groups: readonly ColumnGroup<SummaryCase>[] = [
  {
    title: "",
    columns: [
      { title: "case", cell: (row) => row.case, isText: true },
      { title: "rep.", hint: "repetition", cell: (row) => String(row.repetition) },
    ],
  },
  {
    title: "load, req/s",
    columns: [
      { title: "study", hint: "load of the study's case", cell: (row) => formatRate(row.nominalReqPerSec) },
      {
        title: "offered",
        hint: "the study's load times the load scale",
        cell: (row) => formatRate(row.offeredReqPerSec),
      },
      { title: "achieved", hint: "answered, per second", cell: (row) => formatRate(row.achievedReqPerSec) },
    ],
  },
  {
    title: "requests",
    columns: loadCounts.map((count): Column<SummaryCase> => {
      const { title, meaning } = metrics[`load.${count}`];
      return {
        title,
        hint: meaning,
        cell: (row) => (count === "failed" ? markBad(row.failed) : formatNumber(row[count])),
      };
    }),
  },
  {
    title: "CPU, %",
    columns: [
      {
        title: "active host",
        hint: `mean ± ${confidenceText} margin`,
        cell: ({ cpuPercent }) => plusMinus(cpuPercent, (value) => formatNumber(value, 1)),
      },
    ],
  },
  {
    title: titles.responseTime,
    columns: [
      {
        title: "mean",
        hint: `of the interval means ± ${confidenceText} margin`,
        cell: (row) => plusMinus(row.responseTimeMs, formatMeanMs),
      },
      { title: "min", cell: (row) => formatMs(row.responseTimeMs?.min) },
      ...percentileNames.map((title): Column<SummaryCase> => ({
        title,
        cell: (row) => formatMs(row.responseTimeMs?.[title]),
      })),
      { title: "max", cell: (row) => formatMs(row.responseTimeMs?.max) },
    ],
  },
  {
    title: "sent late by, ms",
    columns: [
      {
        title: "p99",
        hint: "of the first transmissions, after their time",
        cell: (row) => formatMs(row.sendLagMs?.p99),
      },
      {
        title: "max",
        hint: "of the first transmissions, after their time",
        cell: (row) => formatMs(row.sendLagMs?.max),
      },
    ],
  },
  { title: "", columns: [{ title: "feasible", cell: renderFeasible, isText: true }] },
];

export function renderCasesTable(summary: Summary, loads: readonly Load[]): Html {
  const text = {
    title: "Cases",
    note:
      `A load is feasible when ${feasibleWhen}. ` +
      `Percentiles and extremes are over all answers of the repetition. A mean has a margin from ${String(fewestIntervals)} intervals on.`,
    empty: "No case was measured.",
  };
  const rows = loads.flatMap((load) => load.repetitions.map((repetition) => repetition.summary));
  return html`${renderTable(summary, text, groups, rows)}${renderReasons(rows)}`;
}

/** One word on whether the load was carried. */
export function renderFeasible({ feasible }: SummaryCase): Html {
  const [word, kind] = feasible === null ? ["not told", "unknown"] : feasible ? ["yes", "good"] : ["no", "bad"];
  return html`<span class="mark ${kind}">${word}</span>`;
}

/** Below the table, since a sentence in a cell would tear its row apart. */
function renderReasons(rows: readonly SummaryCase[]): Html | undefined {
  const told = rows.filter((row) => row.reasons.length > 0);
  if (told.length === 0) return undefined;
  return html`<ul class="reasons">
    ${told.map((row) => html`<li><b>${row.case}, repetition ${row.repetition}</b> ${row.reasons.join("; ")}</li>`)}
  </ul>`;
}

function markBad(count: number | null): Html {
  return count === null || count === 0
    ? html`${formatNumber(count)}`
    : html`<strong class="bad">${formatNumber(count)}</strong>`;
}
