/** How a mean over intervals is written with its margin, and why one has none. */
import { fewestIntervals } from "../analysis/series-margin.ts";
import type { Estimate } from "../results/summary.ts";
import { formatNumber, missing } from "./format.ts";

/** `41.2 ± 0.8`, the mean alone where the margin is withheld, a dash for no value at all. */
export function plusMinus(
  estimate: Pick<Estimate, "mean" | "seriesMargin"> | null,
  format: (value: number) => string,
): string {
  if (estimate === null) return missing;
  const { mean, seriesMargin } = estimate;
  return seriesMargin === null ? format(mean) : `${format(mean)} ± ${format(seriesMargin)}`;
}

/** `no margin: 20 intervals, 60 are needed`. Empty for an estimate that has one. */
export function whyNoMargin({ n, seriesMargin }: Pick<Estimate, "n" | "seriesMargin">): string {
  if (seriesMargin !== null) return "";
  const needed = n < fewestIntervals ? `, ${String(fewestIntervals)} are needed` : "; make the report again";
  return `no margin: ${formatNumber(n)} intervals${needed}`;
}
