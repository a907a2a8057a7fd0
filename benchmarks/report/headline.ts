/** The cases of a run as a small table for a terminal. */
import type { Summary, SummaryCase } from "../results/schema.ts";
import { formatMs, formatNumber, formatRate, platformNames } from "./format.ts";

const columns: readonly (readonly [title: string, cell: (row: SummaryCase) => string])[] = [
  ["case", (row) => row.case],
  ["rep", (row) => String(row.repetition)],
  ["study req/s", (row) => formatRate(row.nominalRate)],
  ["offered", (row) => formatRate(row.offeredRate)],
  ["achieved", (row) => formatRate(row.achievedRate)],
  ["failed", (row) => formatNumber(row.failed)],
  ["feasible", (row) => (row.feasible === null ? "unknown" : row.feasible ? "yes" : "no")],
  ["CPU %", (row) => withMargin(row.cpuPercent, 1)],
  ["mean ms", (row) => withMargin(row.responseTimeMs, 2)],
  ["p50", (row) => formatMs(row.responseTimeMs?.p50)],
  ["p99", (row) => formatMs(row.responseTimeMs?.p99)],
  ["max", (row) => formatMs(row.responseTimeMs?.max)],
];

/** Several lines without a line's end: what ran and how it ended, a line for each repetition, warnings by number. */
export function renderHeadline(summary: Summary): string {
  const rows = summary.cases.toSorted(
    (left, right) => left.nominalRate - right.nominalRate || left.repetition - right.repetition,
  );
  // A terminal may not have the thin space between thousands.
  const body = rows.map((row) => columns.map(([, cell]) => cell(row).replaceAll("\u202F", "")));
  const cells = [columns.map(([title]) => title), ...body];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const table = cells.map((line) =>
    line
      .map((cell, index) => cell.padStart(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const where = summary.emulated ? "on emulated hardware: compare nothing with real servers" : "on real hardware";
  const title = `${summary.stack}: ${platformNames[summary.platform]}, ${summary.layout}, ${where}`;
  const count = summary.warnings.length + summary.cases.reduce((sum, row) => sum + row.warnings.length, 0);
  return [
    title,
    ...(summary.status === "complete" ? [] : [`This run is ${summary.status}: what follows is what was measured.`]),
    ...(summary.cases.length === 0 ? ["No case was measured."] : table),
    ...(count === 0 ? [] : [`${formatNumber(count)} ${count === 1 ? "warning" : "warnings"}, in the report`]),
  ].join("\n");
}

function withMargin(estimate: { mean: number; margin: number | null } | null, decimals: number): string {
  if (estimate === null) return formatNumber(null);
  return estimate.margin === null
    ? formatNumber(estimate.mean, decimals)
    : `${formatNumber(estimate.mean, decimals)} ± ${formatNumber(estimate.margin, decimals)}`;
}
