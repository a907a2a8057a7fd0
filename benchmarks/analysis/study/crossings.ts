/**
 * Where two curves against load cross, and how surely. Source of the interval: B. Efron and R. J. Tibshirani, An Introduction to the
 * Bootstrap (1993), sections 6.5 (parametric) and 13.3 (percentiles).
 */
import { randomSource } from "../../../base/random.ts";

export interface CurveMean {
  readonly reqPerSec: number;
  readonly mean: number;
  /** Standard error of the mean; undefined where nothing was repeated. */
  readonly error: number | undefined;
}

export interface Crossing {
  readonly reqPerSec: number;
  /** The curve that is lower at lower loads. */
  readonly lowerBefore: "left" | "right";
  /** 95 %; undefined where an error is not known. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** Share of the drawn curves that cross at all; undefined as the interval. */
  readonly share: number | undefined;
}

const draws = 2000;
const seed = 1;

/**
 * Crossings of the straight lines between means, over the loads that both curves have. `freedom`: degrees of freedom of the errors, which are
 * estimates themselves: each draw takes a spread from their distribution.
 */
export function crossingsOf(left: readonly CurveMean[], right: readonly CurveMean[], freedom: number): Crossing[] {
  const pairs = left.flatMap((each) => {
    const other = right.find(({ reqPerSec }) => reqPerSec === each.reqPerSec);
    return other === undefined
      ? []
      : [{ ...each, difference: each.mean - other.mean, errors: [each.error, other.error] }];
  });
  const loads = pairs.map(({ reqPerSec }) => reqPerSec);
  const found = zerosOf(
    loads,
    pairs.map(({ difference }) => difference),
  );
  const errors = pairs.map(({ errors: [a, b] }) => (a === undefined || b === undefined ? undefined : Math.hypot(a, b)));
  const areKnown = freedom > 0 && errors.every((error) => error !== undefined);
  const drawn = areKnown && found.length > 0 ? drawZeros(pairs, errors, freedom) : undefined;
  return found.map(({ at, rises }): Crossing => {
    const nearest = drawn
      ?.flatMap((zeros) => (zeros.length === 0 ? [] : [nearestTo(at, zeros)]))
      .toSorted((a, b) => a - b);
    return {
      reqPerSec: at,
      lowerBefore: rises ? "left" : "right",
      interval:
        nearest === undefined || nearest.length === 0
          ? undefined
          : { low: quantile(nearest, 0.025), high: quantile(nearest, 0.975) },
      share: nearest === undefined ? undefined : nearest.length / draws,
    };
  });
}

interface Zero {
  readonly at: number;
  /** From below 0 to above. */
  readonly rises: boolean;
}

/** Of a line through points; points at 0 are touched, not crossed. */
function zerosOf(loads: readonly number[], differences: readonly number[]): Zero[] {
  return loads.slice(1).flatMap((load, index): Zero[] => {
    const [before = 0, here = 0, from = 0] = [differences[index], differences[index + 1], loads[index]];
    if (before * here >= 0) return [];
    return [{ at: from + ((load - from) * before) / (before - here), rises: before < 0 }];
  });
}

function drawZeros(
  pairs: readonly { readonly reqPerSec: number; readonly difference: number }[],
  errors: readonly (number | undefined)[],
  freedom: number,
): number[][] {
  const random = randomSource(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const loads = pairs.map(({ reqPerSec }) => reqPerSec);
  return Array.from({ length: draws }, () => {
    let chiSquare = 0;
    for (let degree = 0; degree < freedom; degree += 1) chiSquare += normal() ** 2;
    const spread = Math.sqrt(freedom / chiSquare);
    const drawn = pairs.map(({ difference }, index) => difference + (errors[index] ?? 0) * spread * normal());
    return zerosOf(loads, drawn).map(({ at }) => at);
  });
}

function nearestTo(at: number, zeros: readonly number[]): number {
  return zeros.reduce((best, zero) => (Math.abs(zero - at) < Math.abs(best - at) ? zero : best));
}

function quantile(sorted: readonly number[], probability: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))] ?? NaN;
}
