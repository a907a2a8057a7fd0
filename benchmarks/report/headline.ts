/** The cases of a run as a small table for a terminal. */
import { percentileNames } from "../../base/metrics.ts";
import { msToSec } from "../../base/units.ts";
import { table } from "../../base/text-table.ts";
import type { HopFigures, Summary, SummaryCase } from "../results/summary.ts";
import { formatMeanMs, formatMs, formatNumber, formatRate } from "./format.ts";
import { plusMinus } from "./margin.ts";
import { platformTitle } from "../../platforms/index.ts";

const columns: readonly (readonly [title: string, cell: (row: SummaryCase) => string])[] = [
  ["case", (row) => row.case],
  ["rep", (row) => String(row.repetition)],
  ["study req/s", (row) => formatRate(row.nominalReqPerSec)],
  ["offered", (row) => formatRate(row.offeredReqPerSec)],
  ["achieved", (row) => formatRate(row.achievedReqPerSec)],
  ["failed", (row) => formatNumber(row.failed)],
  ["feasible", (row) => (row.feasible === null ? "unknown" : row.feasible ? "yes" : "no")],
  ["CPU %", (row) => plusMinus(row.cpuPercent, (value) => formatNumber(value, 1))],
  ["mean ms", (row) => plusMinus(row.responseTimeMs, formatMeanMs)],
  ...percentileNames.map((name) => [name, (row: SummaryCase) => formatMs(row.responseTimeMs?.[name])] as const),
  ["max", (row) => formatMs(row.responseTimeMs?.max)],
];

/** Several lines without a line's end: what ran and how it ended, a line for each repetition, warnings by number. */
export function renderHeadline(summary: Summary): string {
  const rows = summary.cases.toSorted(
    (left, right) => left.nominalReqPerSec - right.nominalReqPerSec || left.repetition - right.repetition,
  );
  // A terminal may not have the thin space between thousands.
  const body = rows.map((row) => columns.map(([, cell]) => cell(row).replaceAll("\u202F", "")));
  const cells = [columns.map(([title]) => title), ...body];
  const where = summary.emulated ? "on emulated hardware: compare nothing with real servers" : "on real hardware";
  const origin = summary.imported === true ? ", imported: recorded elsewhere" : "";
  const title = `${summary.stack}: ${platformTitle(summary.platform)}, ${summary.layout}, ${where}${origin}`;
  const count = summary.warnings.length + summary.cases.reduce((sum, row) => sum + row.warnings.length, 0);
  return [
    title,
    ...(summary.status === "complete" ? [] : [`This run is ${summary.status}: what follows is what was measured.`]),
    ...(summary.cases.length === 0 ? ["No case was measured."] : table(cells, { align: "right", indent: "" })),
    ...rows.flatMap(({ hops = [] }) => hops.map(renderHop)),
    ...(count === 0 ? [] : [`${formatNumber(count)} ${count === 1 ? "warning" : "warnings"}, in the report`]),
  ].join("\n");
}

/** `a1 host1 → host2: 36.4 s, downtime 1 895 (hypervisor), 2 368 (network), 3 316 ms (service)`. */
function renderHop(hop: HopFigures): string {
  const times = `${formatNumber(msToSec(hop.totalMs), 1)} s`;
  const route = `${hop.guest} ${hop.from} → ${hop.to}`;
  if (hop.failure !== undefined) return `${route}: failed after ${times}`;
  const [hypervisor, network, service] = (["hypervisor", "network", "service"] as const).map((downtime) => {
    const isOpen = hop.openDowntimes?.some((open) => open === downtime) === true;
    return `${isOpen ? "at least " : ""}${formatMs(hop[`${downtime}DowntimeMs`]).replaceAll("\u202F", "")}`;
  });
  return `${route}: ${times}, downtime ${String(hypervisor)} (hypervisor), ${String(network)} (network), ${String(service)} ms (service)`;
}
