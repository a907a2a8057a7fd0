/** Tables 4.8 to 4.21 of a study: CPU and response time of every testbed and load beside what the study printed. */
import { rederived, markStudy, type Marked } from "../thesis/marked.ts";
import type { RowCheck } from "../../analysis/printed/row.ts";
import { trendOf } from "../../analysis/study/trends.ts";
import type { Testbed } from "../../analysis/study/testbed.ts";
import { formatRate, missing } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable, type ColumnGroup } from "../tables/table.ts";
import { measureTitle, testbedName, valueText } from "./words.ts";

type StatisticsMeasure = "cpu" | "mean" | "p99";

interface Row {
  readonly testbed: Testbed;
  readonly reqPerSec: number;
  readonly mean: number;
  readonly values: readonly number[];
  readonly isCarried: boolean;
  readonly study: Marked<RowCheck> | undefined;
}

const metricOf = { cpu: "cpu_percent", mean: "response_time_ms", p99: undefined } as const;

export function renderStatistics(testbeds: readonly Testbed[], measure: StatisticsMeasure, emulated: boolean): Html {
  const metric = metricOf[measure];
  const printed = markStudy()
    .statistics.flatMap(({ rows }) => rows)
    .filter(({ check: { row } }) => row.metric === metric);
  const rows = testbeds.flatMap((testbed) =>
    trendOf(testbed, measure).points.map(({ reqPerSec, mean, values, isCarried }): Row => {
      const study = printed.find(
        ({ check: { row } }) =>
          row.platform === testbed.platform && row.layout === testbed.layout && row.nominalReqPerSec === reqPerSec,
      );
      return { testbed, reqPerSec, mean, values, isCarried, study };
    }),
  );
  const text = {
    title: `${measureTitle(measure)}, ${measure === "cpu" ? "%" : "ms"}`,
    note:
      metric === undefined
        ? "Over all answers of a repetition; the study did not have it."
        : `Means over repetitions, with the least and the greatest. Beside them what the study printed, on other hardware${metric === "cpu_percent" ? " and counted otherwise: with I/O wait and steal on bare metal and KVM" : ""}; ▲ marks a number of the study's that contradicts another.`,
    empty: "Nothing was measured.",
  };
  return renderTable({ emulated }, text, columnsOf(measure, metric !== undefined), rows);
}

function columnsOf(measure: StatisticsMeasure, hasStudy: boolean): ColumnGroup<Row>[] {
  const study: ColumnGroup<Row> = {
    title: "the study",
    columns: [
      { title: "table", cell: (row) => row.study?.check.row.table ?? missing, isText: true },
      { title: "mean ± margin", cell: renderPrinted },
    ],
  };
  return [
    {
      title: "",
      columns: [
        { title: "testbed", cell: ({ testbed }) => testbedName(testbed), isText: true },
        { title: "req/s", hint: "as the study counts it", cell: ({ reqPerSec }) => formatRate(reqPerSec) },
      ],
    },
    {
      title: "here",
      columns: [
        { title: "mean", cell: ({ mean }) => valueText(measure, mean) },
        { title: "least", cell: ({ values }) => valueText(measure, Math.min(...values)) },
        { title: "greatest", cell: ({ values }) => valueText(measure, Math.max(...values)) },
        { title: "n", hint: "repetitions", cell: ({ values }) => String(values.length) },
        {
          title: "carried",
          cell: ({ isCarried }) => (isCarried ? "yes" : html`<strong class="bad">no</strong>`),
          isText: true,
        },
      ],
    },
    ...(hasStudy ? [study] : []),
  ];
}

function renderPrinted({ study }: Row): Html | string {
  if (study === undefined) return missing;
  const { mean, margin } = study.check.row;
  const number = `${mean.text} ± ${margin.text}`;
  if (rederived(study.flaws) !== "no") return number;
  const why = study.flaws.filter(({ weight }) => weight === "contradiction").map(({ text }) => text);
  return html`<span class="bad" title="${why.join("; ")}">▲ ${number}</span>`;
}
