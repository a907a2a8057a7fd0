/** How many repetitions a conclusion needs. */
import { risk } from "../../../base/confidence.ts";
import { canTryAll, divisionsOf } from "../permutation-test.ts";
import { leastSampledP } from "../sampled-permutation.ts";
import { studentQuantile } from "../student-t.ts";

/** Risk of a false alarm over all tests of a comparison together. */
export const familyRisk = risk;
/** Probability with which the data must show a true difference. */
const power = 0.8;

/**
 * The least p that an exact two-sided permutation test can reach: the observed division and its mirror of all divisions; with
 * sides of different size the mirror may be no division of its own, and the least is half of that.
 */
export function leastP(n: number, m: number): number {
  if (!canTryAll(n, m)) return leastSampledP;
  return Math.min(1, (n === m ? 2 : 1) / Math.round(divisionsOf(n, m)));
}

/** Repetitions on either side with which the smallest of `tests` p-values can pass Holm's first step at all. */
export function fewestRepetitions(tests: number): number {
  let n = 2;
  while (leastP(n, n) * tests > familyRisk) n += 1;
  return n;
}

/**
 * Repetitions on either side that show a difference of `difference` with 80 % probability, given the standard deviation from
 * repetition to repetition. Normal approximation with Guenther's correction for an estimated deviation: W. C. Guenther, Sample
 * size formulas for normal theory t tests, The American Statistician 35 (1981). Infinity for no difference.
 */
export function repetitionsFor(difference: number, deviation: number, tests: number): number {
  const fewest = fewestRepetitions(tests);
  if (difference === 0) return Infinity;
  const alpha = zOf(1 - familyRisk / tests / 2);
  const n = 2 * (((alpha + zOf(power)) * deviation) / difference) ** 2 + alpha ** 2 / 4;
  return Math.max(fewest, Math.ceil(n));
}

/** The difference that `n` repetitions on either side show with 80 % probability: what is then within reach. */
export function differenceWithinReach(n: number, deviation: number, tests: number): number {
  return (zOf(1 - familyRisk / tests / 2) + zOf(power)) * deviation * Math.sqrt(2 / n);
}

/** Quantile of the standard normal distribution: Student's with so many degrees of freedom is the same to six digits. */
function zOf(probability: number): number {
  return studentQuantile(probability, 1e6);
}
