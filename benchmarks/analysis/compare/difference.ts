/** One measure at one load, two sides: how far apart they are, and whether the data can tell. */
import { mean, sampleVariance } from "simple-statistics";
import { cliffsDelta } from "../cliffs-delta.ts";
import { confidenceLevel } from "../../../base/confidence.ts";
import { estimateShift, type Shift } from "../hodges-lehmann.ts";
import { canTryAll, permutationP } from "../permutation-test.ts";
import { sampledPermutationP } from "../sampled-permutation.ts";
import { familyRisk, fewestRepetitions, leastP, repetitionsFor, differenceWithinReach } from "./repetitions.ts";

/** Values are in the measure's unit, one for each unit of observation, in the order in which they ran. */
export interface Difference {
  readonly base: readonly number[];
  readonly other: readonly number[];
  /** Other side less base: Hodges-Lehmann shift and its interval, with the confidence that the interval truly has. */
  readonly shift: Shift;
  /** Other side by base, less 1, by the shift of the logarithms; undefined where a value is not above 0. */
  readonly ratio: Shift | undefined;
  /** Cliff's delta: 1 when every value of the other side is above every one of the base. */
  readonly delta: number;
  /** Two-sided permutation test of the means, exact up to about 11 against 11 values, before Holm's adjustment. */
  readonly p: number;
  /** Standard deviation from unit to unit, both sides together; undefined for one value on each side. */
  readonly deviation: number | undefined;
}

/** Both sides hold a value at least. */
export function differenceOf(base: readonly number[], other: readonly number[]): Difference {
  const arePositive = [...base, ...other].every((value) => value > 0);
  return {
    base,
    other,
    shift: estimateShift(other, base),
    ratio: arePositive ? ratioOf(base, other) : undefined,
    delta: cliffsDelta(other, base),
    p: canTryAll(other.length, base.length) ? permutationP(other, base) : sampledPermutationP(other, base),
    deviation: pooledDeviation(base, other),
  };
}

/** The other side's values by the base's, less 1. All values are above 0. */
export function ratioOf(base: readonly number[], other: readonly number[], confidence = confidenceLevel): Shift {
  const logarithms = estimateShift(other.map(Math.log), base.map(Math.log), confidence);
  const { shift, low, high } = logarithms;
  return { shift: Math.expm1(shift), low: Math.expm1(low), high: Math.expm1(high), confidence: logarithms.confidence };
}

function pooledDeviation(...sides: readonly (readonly number[])[]): number | undefined {
  const several = sides.filter((values) => values.length > 1);
  const freedom = several.reduce((sum, values) => sum + values.length - 1, 0);
  if (freedom === 0) return undefined;
  const squares = several.reduce((sum, values) => sum + sampleVariance([...values]) * (values.length - 1), 0);
  return Math.sqrt(squares / freedom);
}

/** What the data say of a difference, over all tests of the comparison. */
export type Verdict =
  | { readonly kind: "shown"; readonly direction: "higher" | "lower" }
  /** So many repetitions could have shown a difference, and did not. */
  | { readonly kind: "not-shown"; readonly needed: Needed }
  /** Whatever the values, so few cannot show a difference among so many tests. */
  | { readonly kind: "cannot-tell"; readonly needed: Needed };

export interface Needed {
  /** Repetitions on either side that can show anything at all. */
  readonly fewest: number;
  /** Those that show the difference seen, if it is true, with 80 % probability. Undefined where the spread is not known. */
  readonly forThisDifference: number | undefined;
  /** The difference that `fewest` repetitions show with 80 % probability, in the measure's unit. */
  readonly withinReach: number | undefined;
}

/** Judges a difference whose p was adjusted to `adjustedP` among `tests` tests. */
export function judge(difference: Difference, adjustedP: number, tests: number): Verdict {
  const { base, other, deviation } = difference;
  const distance = mean([...other]) - mean([...base]);
  if (adjustedP <= familyRisk) return { kind: "shown", direction: distance > 0 ? "higher" : "lower" };
  const fewest = fewestRepetitions(tests);
  const needed: Needed = {
    fewest,
    forThisDifference:
      deviation === undefined || distance === 0 ? undefined : repetitionsFor(distance, deviation, tests),
    withinReach: deviation === undefined ? undefined : differenceWithinReach(fewest, deviation, tests),
  };
  const couldShow = leastP(base.length, other.length) * tests <= familyRisk;
  return { kind: couldShow ? "not-shown" : "cannot-tell", needed };
}
