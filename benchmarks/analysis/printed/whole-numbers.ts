/**
 * Whether whole numbers can have a printed mean and variance at all. Sources: N. J. L. Brown and J. A. J. Heathers, The GRIM test,
 * Social Psychological and Personality Science 8 (2017); J. Anaya, The GRIMMER test, PeerJ Preprints 4:e2400 (2016).
 */
import { roundOff, type Printed } from "./printed.ts";

/** What the sum of squares was divided by. */
export type Divisor = "N" | "N-1";

/**
 * Divisors with which `count` whole numbers from 0 up can give the mean and the variance as they are printed; empty when none can.
 * Sums of squares are as even or odd as the sums, and lie between the least spread that the sum allows and its square.
 */
export function divisorsOfWholeNumbers(count: number, mean: Printed, variance: Printed): Divisor[] {
  const sums = wholeNumbers(mean.low * count, mean.high * count);
  return (["N", "N-1"] as const).filter((divisor) => {
    const by = divisor === "N" ? count : count - 1;
    return sums.some((sum) => {
      const least = leastSquares(sum, count);
      return wholeNumbers(variance.low * by + sum ** 2 / count, variance.high * by + sum ** 2 / count).some(
        (squares) => (squares - sum) % 2 === 0 && squares >= least && squares <= sum ** 2,
      );
    });
  });
}

/** Sum of squares when all values are as equal as whole numbers with this sum can be. */
function leastSquares(sum: number, count: number): number {
  const low = Math.floor(sum / count);
  const higher = sum - low * count;
  return higher * (low + 1) ** 2 + (count - higher) * low ** 2;
}

export function wholeNumbers(low: number, high: number): number[] {
  const first = Math.ceil(low - roundOff * Math.max(1, Math.abs(low)));
  const last = Math.floor(high + roundOff * Math.max(1, Math.abs(high)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
