/** The study's tables as it printed them, each row with whether it can be re-derived. */
import type { OverviewCheck } from "../../analysis/printed/overview.ts";
import type { RowCheck } from "../../analysis/printed/row.ts";
import { formatNumber, formatRate, missing } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable, type ColumnGroup } from "../tables/table.ts";
import { flawsByText, rederived, type Flaw, type Marked, type MarkedTable } from "./marked.ts";
import { metricTitle, testbedTitle, unitOf } from "./words.ts";

/** The study's testbed was real. */
const real = { emulated: false };

const rederivedMarks = {
  yes: ["yes", "good"],
  alone: ["not by the procedure", "unknown"],
  no: ["contradiction", "bad"],
} as const;

function renderMark(flaws: readonly Flaw[]): Html {
  const [word, kind] = rederivedMarks[rederived(flaws)];
  return html`<span class="mark ${kind}">${word}</span>`;
}

const statisticsColumns: readonly ColumnGroup<Marked<RowCheck>>[] = [
  {
    title: "as printed",
    columns: [
      { title: "req/s", cell: ({ check }) => formatRate(check.row.nominalReqPerSec) },
      { title: "mean", cell: ({ check }) => check.row.mean.text },
      { title: "variance", cell: ({ check }) => check.row.variance.text },
      { title: "std. dev.", cell: ({ check }) => check.row.deviation.text },
      { title: "margin", cell: ({ check }) => check.row.margin.text },
    ],
  },
  {
    title: "re-derived",
    columns: [
      {
        title: "N",
        hint: "number of values that gives the margin: (1.96 · s / margin)²",
        cell: ({ check }) => check.counts?.join(" or ") ?? missing,
      },
      { title: "follows", cell: ({ flaws }) => renderMark(flaws), isText: true },
    ],
  },
];

export function renderPrintedTable({ table, rows, flaws, notes }: MarkedTable<RowCheck>): Html {
  const [first] = rows;
  if (first === undefined) return html``;
  const { row } = first.check;
  const text = {
    title: `Table ${table}: ${testbedTitle(row)}, ${metricTitle(row.metric)}`,
    note: `Printed in 2013, in ${unitOf(row.metric)}; other hardware.`,
    empty: "",
  };
  const own = flawsByText(
    rows.map(({ check, flaws: each }) => ({ reqPerSec: check.row.nominalReqPerSec, flaws: each })),
  );
  return html`${renderTable(real, text, statisticsColumns, rows)}
    <ul class="reasons">
      ${own.map(({ loads, flaw }) => html`<li><b>${loads.map(formatRate).join(", ")} req/s</b> ${flaw.text}.</li>`)}
      ${flaws.map((flaw) => html`<li>${flaw.text}.</li>`)}
      ${notes.map((note) => html`<li><b>Section ${note.section}</b> ${note.text}.</li>`)}
    </ul>`;
}

const overviewColumns: readonly ColumnGroup<Marked<OverviewCheck>>[] = [
  {
    title: "as printed",
    columns: [
      { title: "testbed", cell: ({ check }) => testbedTitle(check.cell), isText: true },
      { title: "req/s", cell: ({ check }) => formatRate(check.cell.atReqPerSec) },
      { title: "value", cell: ({ check }) => `${check.cell.value.text} ${unitOf(check.cell.metric)}` },
    ],
  },
  {
    title: "re-derived",
    columns: [
      {
        title: "line",
        hint: "on the straight line between the means of the next loads",
        cell: ({ check }) => formatNumber(check.line, 1),
      },
      { title: "follows", cell: ({ flaws }) => renderMark(flaws), isText: true },
    ],
  },
];

export function renderOverviewTable({ table, rows, notes }: MarkedTable<OverviewCheck>): Html {
  const [first] = rows;
  const text = {
    title: `Table ${table}: ${first === undefined ? "" : metricTitle(first.check.cell.metric)}, read off curves`,
    note: "Printed in 2013; beside it what the curves' own means give there.",
    empty: "",
  };
  return html`${renderTable(real, text, overviewColumns, rows)}
    <ul class="reasons">
      ${rows
        .filter(({ flaws }) => flaws.length > 0)
        .map(
          ({ check: { cell }, flaws }) =>
            html`<li>
              <b>${testbedTitle(cell)}, ${formatRate(cell.atReqPerSec)} req/s</b> ${cell.value.text}
              ${unitOf(cell.metric)}, but ${flaws.map((flaw) => flaw.text).join("; ")}.
            </li>`,
        )}
      ${notes.map((note) => html`<li><b>Section ${note.section}</b> ${note.text}.</li>`)}
    </ul>`;
}
