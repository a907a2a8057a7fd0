/**
 * Tests whether two samples differ in mean more than by chance. Source: R. A. Fisher, The Design of Experiments (1935), section
 * 21; B. Phipson and G. K. Smyth, Permutation p-values should never be zero (2010).
 */
import { sum } from "simple-statistics";

/** Beyond this number there are too many ways to divide the values to try each. */
const mostDivisions = 1_000_000;

/** Whether the ways to divide n + m values are few enough to try each. */
export function canTryAll(n: number, m: number): boolean {
  return divisionsOf(n, m) <= mostDivisions;
}

/** The number of ways to divide n + m values between a side of n and one of m. */
export function divisionsOf(n: number, m: number): number {
  let divisions = 1;
  for (let each = 1; each <= n; each += 1) divisions = (divisions * (m + each)) / each;
  return divisions;
}

/** Visits the sum of `count` of the values for each way to choose them. */
export function forEachDivision(values: readonly number[], count: number, visit: (sum: number) => void): void {
  const choose = (from: number, missing: number, chosen: number): void => {
    if (missing === 0) visit(chosen);
    else
      for (let at = from; at <= values.length - missing; at += 1)
        choose(at + 1, missing - 1, chosen + (values[at] ?? 0));
  };
  choose(0, count, 0);
}

/** Sums in another order differ in their last digits; that must not make an equal division a lesser one. */
export function toleranceOf(values: readonly number[]): number {
  return 1e-9 * Math.max(...values.map(Math.abs), Number.MIN_VALUE);
}

/**
 * Two-sided p: the share of all ways to divide the values between the samples whose difference of means is at least as great as
 * the observed one. The observed way is one of them, so p is never 0.
 * @throws RangeError for an empty sample, or more than a million ways (about 11 against 11 values).
 */
export function permutationP(left: readonly number[], right: readonly number[]): number {
  const [n, m] = [left.length, right.length];
  if (n === 0 || m === 0) throw new RangeError("both samples must hold a value");
  const all = [...left, ...right];
  const divisions = divisionsOf(n, m);
  if (!canTryAll(n, m)) throw new RangeError(`${String(n)} against ${String(m)} values divide in too many ways`);

  const total = sum(all);
  const difference = (leftSum: number): number => Math.abs(leftSum / n - (total - leftSum) / m);
  const least = difference(sum(left)) - toleranceOf(all);
  let extreme = 0;
  forEachDivision(all, n, (leftSum) => {
    if (difference(leftSum) >= least) extreme += 1;
  });
  return extreme / Math.round(divisions);
}
