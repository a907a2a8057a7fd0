/** A sample's mean and spread as the study reports them, and an interval that also holds for correlated samples. */
import { mean, sampleVariance, variance } from "simple-statistics";
import type { Estimate } from "../results/summary.ts";
import { seriesMargin } from "./series-margin.ts";
import { studyNormal95 } from "../../base/confidence.ts";

/**
 * Mean, variance (by N - 1 and by N), standard deviation and margin of values in the order of time. Undefined for no value.
 * Thesis, formulas 4.4.1 to 4.4.3.
 */
export function estimateOf(values: readonly number[]): Estimate | undefined {
  if (values.length === 0) return undefined;
  const list = [...values];
  const spread = list.length > 1 ? sampleVariance(list) : null;
  return {
    mean: mean(list),
    variance: spread,
    varianceN: variance(list),
    stddev: spread === null ? null : Math.sqrt(spread),
    margin: spread === null ? null : studyNormal95 * Math.sqrt(spread / list.length),
    n: list.length,
    seriesMargin: seriesMargin(list) ?? null,
  };
}
