/** The columns of the study's tables 4.8 to 4.21 from this run, and what it printed for the same load. */
import { confidenceText } from "../../../base/confidence.ts";
import type { Estimate, Summary, SummaryCase } from "../../results/summary.ts";
import { formatNumber, missing } from "../format.ts";
import type { Html } from "../../../base/html.ts";
import type { Load } from "../loads.ts";
import { whyNoMargin } from "../margin.ts";
import { studyPoints, type StudyMetric } from "../study/reference.ts";
import { renderTable, type ColumnGroup } from "./table.ts";
import { titles } from "../titles.ts";

const cpuText = {
  title: "CPU as the study counts it",
  note: "As in the study's tables 4.8, 4.10 to 4.12 and 4.16 to 4.18: with %iowait and %steal on bare metal and KVM, without on Xen.",
  empty: "No CPU sample was taken.",
};
const responseText = {
  title: "Response time as the study counts it",
  note: "As in the study's tables 4.9, 4.13 to 4.15 and 4.19 to 4.21: over the means of the intervals.",
  empty: "No request was answered.",
};

function renderMargin(estimate: Estimate | null): string {
  return estimate === null ? missing : whyNoMargin(estimate) || formatNumber(estimate.seriesMargin, 4);
}

export function renderStatisticsTable(summary: Summary, loads: readonly Load[], metric: StudyMetric): Html {
  const isCpu = metric === "cpu_percent";
  const estimate = (row: SummaryCase): Estimate | null => (isCpu ? row.cpuPercentStudy : row.responseTimeMs);
  const study = studyPoints(summary, metric);
  const studyMean = (row: SummaryCase): number | undefined =>
    study.find((point) => point.nominalReqPerSec === row.nominalReqPerSec)?.mean;
  const number = (
    title: string,
    hint: string,
    value: (row: SummaryCase) => number | null | undefined,
    decimals = 4,
  ) => ({
    title,
    hint,
    cell: (row: SummaryCase) => formatNumber(value(row), decimals),
  });
  const groups: readonly ColumnGroup<SummaryCase>[] = [
    {
      title: "",
      columns: [
        { title: "case", cell: (row) => row.case, isText: true },
        { title: "rep.", hint: "repetition", cell: (row) => String(row.repetition) },
      ],
    },
    {
      title: isCpu ? "CPU of the active host, %" : titles.responseTime,
      columns: [
        number("mean", "arithmetic mean", (row) => estimate(row)?.mean),
        number("variance", "sum of squares / (N - 1)", (row) => estimate(row)?.variance),
        number("variance by N", "sum of squares / N, the study's formula 4.4.1", (row) => estimate(row)?.varianceN),
        number("std. dev.", "root of the variance", (row) => estimate(row)?.stddev),
        number("study's margin", "1.96 · s / √N, too small where neighbours are alike", (row) => estimate(row)?.margin),
        {
          title: "margin",
          hint: `${confidenceText}, also where neighbours are alike`,
          cell: (row) => renderMargin(estimate(row)),
        },
        number("N", "number of intervals", (row) => estimate(row)?.n, 0),
      ],
    },
    ...(study.length === 0
      ? []
      : [{ title: "the study", columns: [number("mean", "printed in 2013, on other hardware", studyMean)] }]),
  ];
  const text = isCpu ? cpuText : responseText;
  const rows = loads.flatMap((load) => load.repetitions.map((repetition) => repetition.summary));
  return renderTable(
    summary,
    text,
    groups,
    rows.filter((row) => estimate(row) !== null),
  );
}
