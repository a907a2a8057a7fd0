/**
 * How much greater one sample is than another, without assuming a distribution. Source: M. Hollander, D. A. Wolfe and E. Chicken,
 * Nonparametric Statistical Methods, 3rd ed., sections 4.2 and 4.3.
 */
import { median } from "simple-statistics";
import { confidenceLevel } from "../../base/confidence.ts";

export interface Shift {
  /** Median of all differences `left - right`: the Hodges-Lehmann estimator. */
  readonly shift: number;
  readonly low: number;
  readonly high: number;
  /** Confidence that the interval truly has: the least that is possible from the wished one up, less where the samples are too small for it. */
  readonly confidence: number;
}

/** Both samples hold at least one value. The interval comes from the exact distribution of the Wilcoxon rank sum. */
export function estimateShift(left: readonly number[], right: readonly number[], confidence = confidenceLevel): Shift {
  if (left.length === 0 || right.length === 0) throw new RangeError("both samples must hold a value");
  const differences = left.flatMap((a) => right.map((b) => a - b)).toSorted((a, b) => a - b);
  const counts = mannWhitneyCounts(left.length, right.length);
  const total = counts.reduce((sum, count) => sum + count, 0);

  // The interval from the k-th least to the k-th greatest difference misses with twice the probability of fewer than k.
  let k = 1;
  let below = counts[0] ?? 0;
  for (let next = below + (counts[1] ?? 0); (2 * next) / total <= 1 - confidence + 1e-12; next += counts[k] ?? 0) {
    below = next;
    k += 1;
  }
  return {
    shift: median(differences),
    low: differences[k - 1] ?? NaN,
    high: differences[differences.length - k] ?? NaN,
    confidence: 1 - (2 * below) / total,
  };
}

/** How many orders of n and m values give each value 0 to n·m of the Mann-Whitney statistic: H. B. Mann and D. R. Whitney, 1947. */
export function mannWhitneyCounts(n: number, m: number): number[] {
  let counts = [1];
  // The generating function is the product over i of (1 - x^(m + i)) / (1 - x^i).
  for (let i = 1; i <= n; i += 1) counts = divide(multiply(counts, m + i), i).slice(0, i * m + 1);
  return counts;
}

function multiply(counts: readonly number[], power: number): number[] {
  return Array.from({ length: counts.length + power }, (_, at) => (counts[at] ?? 0) - (counts[at - power] ?? 0));
}

function divide(counts: readonly number[], power: number): number[] {
  const result: number[] = [];
  for (const [at, count] of counts.entries()) result.push(count + (result[at - power] ?? 0));
  return result;
}
