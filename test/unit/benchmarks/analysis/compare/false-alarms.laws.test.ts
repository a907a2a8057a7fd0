/** The error rates that a comparison promises, over synthetic repetitions with known truth. Seeds are fixed: nothing here is left to chance. */
import { expect, test } from "vitest";
import { differenceOf, judge } from "../../../../../benchmarks/analysis/compare/difference.ts";
import { repetitionsFor } from "../../../../../benchmarks/analysis/compare/repetitions.ts";
import { holmAdjusted } from "../../../../../benchmarks/analysis/holm.ts";
import { normalSource } from "../../../../support/series.ts";

/** Whether a comparison of `tests` measures, `n` repetitions a side, shows anything. */
function showsAnything(draw: () => number, n: number, tests: number, shift: number): boolean {
  const sample = (by: number): number[] => Array.from({ length: n }, () => Math.exp(0.1 * (draw() + by)));
  const differences = Array.from({ length: tests }, () => differenceOf(sample(0), sample(shift)));
  const adjusted = holmAdjusted(differences.map(({ p }) => p));
  return differences.some((each, index) => judge(each, adjusted[index] ?? 1, tests).kind === "shown");
}

test.each([
  [4, 1],
  [5, 3],
  [6, 5],
])("compare · %i repetitions of the same thing, %i measures: no more than 5 in 100 comparisons alarm", (n, tests) => {
  const draw = normalSource(n);
  const alarms = Array.from({ length: 1000 }, () => showsAnything(draw, n, tests, 0)).filter(Boolean).length;
  // A thousand draws of a true rate of 5 % give up to 71 in all but one of a thousand such tests.
  expect(alarms).toBeLessThanOrEqual(71);
});

test("compare · a true shift is shown as often as the power calculation says", () => {
  const shift = 1.9;
  const n = repetitionsFor(shift, 1, 1);
  const draw = normalSource(3);
  const shown = Array.from({ length: 500 }, () => showsAnything(draw, n, 1, shift)).filter(Boolean).length;
  expect(n).toBe(6);
  expect(shown / 500).toBeGreaterThan(0.75);
});
