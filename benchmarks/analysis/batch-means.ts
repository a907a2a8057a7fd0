/**
 * A confidence interval for the mean of a series whose neighbours are alike: the method of batch means. Source: A. M. Law,
 * Simulation Modeling and Analysis, 5th ed., section 9.5.3; ten batches as B. Schmeiser advises, Batch size effects in the
 * analysis of simulation output, Operations Research 30 (1982).
 */
import { mean, sampleVariance } from "simple-statistics";
import { confidenceLevel } from "../../base/confidence.ts";
import { studentQuantile } from "./student-t.ts";

export const batchCount = 10;
/** Shorter batches are no better than single values. */
const shortestBatch = 2;

/**
 * Half the width of the 95 % interval. Values that do not fill the last batch are left out at the beginning. Undefined for fewer
 * than 20 values.
 */
export function batchMeansMargin(values: readonly number[]): number | undefined {
  const length = Math.floor(values.length / batchCount);
  if (length < shortestBatch) return undefined;
  const start = values.length - length * batchCount;
  const means = Array.from({ length: batchCount }, (_, index) =>
    mean(values.slice(start + index * length, start + (index + 1) * length)),
  );
  return studentQuantile((1 + confidenceLevel) / 2, batchCount - 1) * Math.sqrt(sampleVariance(means) / batchCount);
}
