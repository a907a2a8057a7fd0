/**
 * Where a series becomes steady: MSER-5. Source: K. P. White, M. J. Cobb and S. C. Spratt, A comparison of five steady-state
 * truncation heuristics for simulation, Winter Simulation Conference 2000.
 */
import { mean } from "simple-statistics";

const batchLength = 5;
/** Fewer batches say nothing about a trend. */
const fewestBatches = 4;

/**
 * Number of values to cut from the beginning: the multiple of five at which the standard error of what is left is least, no more
 * than half of the series. Undefined for fewer than 20 values.
 */
export function unsettledLength(values: readonly number[]): number | undefined {
  const count = Math.floor(values.length / batchLength);
  if (count < fewestBatches) return undefined;
  const batches = Array.from({ length: count }, (_, index) =>
    mean(values.slice(index * batchLength, (index + 1) * batchLength)),
  );
  let best = { cut: 0, error: Infinity };
  for (let cut = 0; cut <= Math.floor(count / 2); cut += 1) {
    const rest = batches.slice(cut);
    const middle = mean(rest);
    const error = rest.reduce((sum, batch) => sum + (batch - middle) ** 2, 0) / rest.length ** 2;
    if (error < best.error) best = { cut, error };
  }
  return best.cut * batchLength;
}
