/**
 * Whether two sides differ over several loads together: values change sides within their load only. Source: P. van Elteren, On the
 * combination of independent two sample tests of Wilcoxon, Bull. Int. Statist. Inst. 37 (1960), with means instead of ranks; P. Good,
 * Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd ed. (2005), on blocks.
 */
import { randomSource } from "../../base/random.ts";
import { shuffled } from "../cases/order.ts";
import { divisionsOf } from "./permutation-test.ts";

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
  const ways = strata.reduce(
    (product, { base, other }) => product * Math.round(divisionsOf(base.length, other.length)),
    1,
  );
  if (ways > mostDivisions) return 1 / (sampledDivisions + 1);
  return Math.min(1, (strata.every(({ base, other }) => base.length === other.length) ? 2 : 1) / ways);
}

/** Mean over the strata of the differences of means, other less base. */
export function stratifiedDifference(strata: readonly Stratum[]): number {
  return meanOf(strata.map(({ base, other }) => meanOf(other) - meanOf(base)));
}

/**
 * Two-sided p of `stratifiedDifference`: exact up to 200,000 ways to divide, beyond from 20,000 ways by a fixed seed, the observed one
 * counted among them.
 */
export function stratifiedP(strata: readonly Stratum[]): number {
  const observed = Math.abs(stratifiedDifference(strata)) * strata.length;
  const greatest = Math.max(...strata.flatMap(({ base, other }) => [...base, ...other].map(Math.abs)));
  const reaches = (sum: number): boolean => Math.abs(sum) >= observed - 1e-9 * Math.max(greatest, Number.MIN_VALUE);
  const ways = strata.reduce(
    (product, { base, other }) => product * Math.round(divisionsOf(base.length, other.length)),
    1,
  );
  if (ways <= mostDivisions) {
    // Sums over the strata of every combination of their divisions.
    const sums = strata
      .map(allDifferences)
      .reduce((all, each) => all.flatMap((sum) => each.map((more) => sum + more)), [0]);
    return sums.filter(reaches).length / sums.length;
  }
  const random = randomSource(seed);
  let extreme = 1;
  for (let draw = 0; draw < sampledDivisions; draw += 1) {
    if (reaches(strata.reduce((sum, each) => sum + drawnDifference(each, random), 0))) extreme += 1;
  }
  return extreme / (sampledDivisions + 1);
}

/** The difference of means in every way to divide the values between the sides. */
function allDifferences({ base, other }: Stratum): number[] {
  const all = [...base, ...other];
  const total = sumOf(all);
  const differences: number[] = [];
  const choose = (from: number, missing: number, sum: number): void => {
    if (missing === 0) differences.push(sum / other.length - (total - sum) / base.length);
    else for (let at = from; at <= all.length - missing; at += 1) choose(at + 1, missing - 1, sum + (all[at] ?? 0));
  };
  choose(0, other.length, 0);
  return differences;
}

function drawnDifference({ base, other }: Stratum, random: () => number): number {
  const drawn = shuffled([...base, ...other], Math.floor(random() * 2 ** 32));
  return meanOf(drawn.slice(base.length)) - meanOf(drawn.slice(0, base.length));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
