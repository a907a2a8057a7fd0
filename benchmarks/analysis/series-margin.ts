/**
 * A confidence interval for the mean of a series whose neighbours are alike, from its slowest waves alone: the three cosines of
 * lowest frequency are nearly independent of each other whatever joins the neighbours, so Student's t with three degrees of freedom
 * fits. Source: E. Lazarus, D. J. Lewis, J. H. Stock and M. W. Watson, HAR inference: recommendations for practice, Journal of
 * Business & Economic Statistics 36 (2018), the equally weighted cosine estimator.
 *
 * In a short series even the slowest wave is too quick to hold all of the mean's variance. The interval is therefore stretched by
 * what the three waves lack in an autoregressive series of first order with a coefficient of 0.9, the longest memory for which it is
 * meant to hold; for a shorter memory it is wider than it need be. The idea, a known bound of the memory instead of an estimated
 * one: U. K. Müller, HAC corrections for strongly autocorrelated time series, Journal of Business & Economic Statistics 32 (2014).
 *
 * Nothing is chosen by looking at the values. An estimated memory is too short just where the values hide theirs, and intervals that
 * are shown for the series that look harmless cover least: so does an autoregressive estimate (G. S. Fishman, Principles of Discrete
 * Event Simulation, 1978), which reached 78 % for 120 values of a second-order series and 64 % where noise hides the memory. Skart (A. Tafazzoli, J. R. Wilson, E. K. Lada and N. M. Steiger, 2011) wants 1280 at least.
 */
import { mean } from "simple-statistics";
import { confidenceLevel } from "../../base/confidence.ts";
import { studentQuantile } from "./student-t.ts";

/** A shorter series has no interval: with heavy tails and a long memory it would cover less than 93 %. */
export const fewestIntervals = 60;
export const longestMemory = 0.9;
const waves = 3;
const quantile = studentQuantile((1 + confidenceLevel) / 2, waves);

/**
 * Half the width of the 95 % interval for the mean, in the unit of the values, which are in the order of time and equally spaced.
 * Undefined for fewer than `fewestIntervals` values.
 */
export function seriesMargin(values: readonly number[]): number | undefined {
  const n = values.length;
  if (n < fewestIntervals) return undefined;
  const { cosines, lack } = wavesOf(n);
  const middle = mean([...values]);
  // Each estimates the variance of the root of n times the mean.
  const seen = average(
    cosines.map((weights) => weights.reduce((sum, weight, at) => sum + weight * ((values[at] ?? 0) - middle), 0) ** 2),
  );
  return quantile * Math.sqrt((lack * seen) / n);
}

interface Waves {
  readonly cosines: readonly (readonly number[])[];
  /** How much more the variance of the mean is than that of the waves, with the longest memory. */
  readonly lack: number;
}

/** Of the last length asked for: the series of one study are as long. */
let lastWaves: (Waves & { readonly n: number }) | undefined;

function wavesOf(n: number): Waves {
  if (lastWaves?.n === n) return lastWaves;
  const cosines = Array.from({ length: waves }, (_, index) => cosine(index + 1, n));
  const constant = Array.from({ length: n }, () => 1 / Math.sqrt(n));
  lastWaves = { n, cosines, lack: varianceOf(constant) / average(cosines.map(varianceOf)) };
  return lastWaves;
}

/** Weights whose squares add up to 1, with so many half periods over the series. */
function cosine(halfPeriods: number, n: number): number[] {
  return Array.from({ length: n }, (_, at) => Math.sqrt(2 / n) * Math.cos((Math.PI * halfPeriods * (at + 0.5)) / n));
}

/** Variance of a weighted sum of an autoregressive series of first order with variance 1. */
function varianceOf(weights: readonly number[]): number {
  let [variance, before, previous] = [0, 0, 0];
  for (const weight of weights) {
    before = longestMemory * (before + previous);
    variance += weight * weight + 2 * weight * before;
    previous = weight;
  }
  return variance;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
