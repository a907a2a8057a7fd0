/** The study's figures 4.1 to 4.4, all its testbeds in one plot each, from tables 4.8 to 4.21. */
import type { PrintedMetric } from "../../analysis/printed/printed.ts";
import { renderCurvesFigure, type Curve } from "../figures/curves.ts";
import type { Html } from "../../../base/html.ts";
import { rederived, type MarkedStudy } from "./marked.ts";
import { metricTitle, testbedTitle } from "./words.ts";

export function renderStudyCurves({ statistics, notes }: MarkedStudy, metric: PrintedMetric): Html {
  const tables = statistics.filter(({ rows }) => rows[0]?.check.row.metric === metric);
  const curves = tables.map(({ rows }): Curve => {
    const points = rows.map(({ check: { row }, flaws }) => ({
      reqPerSec: row.nominalReqPerSec,
      mean: row.mean.value,
      low: row.mean.value - row.margin.value,
      high: row.mean.value + row.margin.value,
      isHollow: rederived(flaws) === "no",
      note: flaws
        .filter(({ weight }) => weight === "contradiction")
        .map(({ text }) => text)
        .join("; "),
    }));
    const { platform = "", layout = "" } = rows[0]?.check.row ?? {};
    return { name: testbedTitle({ platform, layout }), platform, layout, points };
  });
  const concerned = tables.map(({ table }) => table);
  return renderCurvesFigure({
    title: `${metricTitle(metric) === "CPU" ? "CPU" : "Response time"} against load in the study of 2013`,
    caption:
      "Means as printed, joined by straight lines; the bar is the printed margin. A colour for each platform, a stroke and a symbol for each layout. " +
      "A hollow point contradicts itself.",
    warnings: [
      ...notes
        .filter(({ tables: about }) => about.some((table) => concerned.includes(table)))
        .map(({ text }) => `${text}.`),
    ],
    curves,
    emulated: false,
    unit: metric === "cpu_percent" ? "%" : "ms",
    uncertainty: "the mean less and plus the printed margin",
    empty: "",
  });
}
