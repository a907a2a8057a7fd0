/**
 * Whether two sides differ over several loads together: values change sides within their load only. Source: P. van Elteren, On the
 * combination of independent two sample tests of Wilcoxon, Bull. Int. Statist. Inst. 37 (1960), with means instead of ranks; P. Good,
 * Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd ed. (2005), on blocks.
 */
import { mean, sum } from "simple-statistics";
import { randomSource } from "../../base/random.ts";
import { shuffled } from "../cases/order.ts";
import { divisionsOf, forEachDivision, toleranceOf } from "./permutation-test.ts";

/** Values of both sides at one load; each holds one at least. */
export interface Stratum {
  readonly base: readonly number[];
  readonly other: readonly number[];
}

/** Up to so many ways to divide all strata are tried one by one. */
const mostDivisions = 200_000;
const sampledDivisions = 20_000;
const seed = 1;

/** The least p that strata of this shape can give. A mirror of the observed way is one of them only where all sides are equal. */
export function leastStratifiedP(strata: readonly Stratum[]): number {
  const ways = waysOf(strata);
  if (ways > mostDivisions) return 1 / (sampledDivisions + 1);
  return Math.min(1, (strata.every(({ base, other }) => base.length === other.length) ? 2 : 1) / ways);
}

/** Mean over the strata of the differences of means, other less base. */
export function stratifiedDifference(strata: readonly Stratum[]): number {
  return mean(strata.map(({ base, other }) => mean(other) - mean(base)));
}

/**
 * Two-sided p of `stratifiedDifference`: exact up to 200,000 ways to divide, beyond from 20,000 ways by a fixed seed, the observed one
 * counted among them.
 */
export function stratifiedP(strata: readonly Stratum[]): number {
  const observed = Math.abs(stratifiedDifference(strata)) * strata.length;
  const least = observed - toleranceOf(strata.flatMap(({ base, other }) => [...base, ...other]));
  const reaches = (difference: number): boolean => Math.abs(difference) >= least;
  const ways = waysOf(strata);
  if (ways <= mostDivisions) {
    // Sums over the strata of every combination of their divisions.
    const sums = strata
      .map(allDifferences)
      .reduce((all, each) => all.flatMap((before) => each.map((more) => before + more)), [0]);
    return sums.filter(reaches).length / sums.length;
  }
  const random = randomSource(seed);
  let extreme = 1;
  for (let draw = 0; draw < sampledDivisions; draw += 1) {
    if (reaches(sum(strata.map((each) => drawnDifference(each, random))))) extreme += 1;
  }
  return extreme / (sampledDivisions + 1);
}

/** The difference of means in every way to divide the values between the sides. */
function allDifferences({ base, other }: Stratum): number[] {
  const all = [...base, ...other];
  const total = sum(all);
  const differences: number[] = [];
  forEachDivision(all, other.length, (own) => differences.push(own / other.length - (total - own) / base.length));
  return differences;
}

function drawnDifference({ base, other }: Stratum, random: () => number): number {
  const drawn = shuffled([...base, ...other], Math.floor(random() * 2 ** 32));
  return mean(drawn.slice(base.length)) - mean(drawn.slice(0, base.length));
}

function waysOf(strata: readonly Stratum[]): number {
  return strata.reduce((product, { base, other }) => product * Math.round(divisionsOf(base.length, other.length)), 1);
}
