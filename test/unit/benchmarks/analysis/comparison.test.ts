import { expect, test } from "vitest";
import { cliffsDelta } from "../../../../benchmarks/analysis/cliffs-delta.ts";
import { estimateShift, mannWhitneyCounts } from "../../../../benchmarks/analysis/hodges-lehmann.ts";
import { holmAdjusted } from "../../../../benchmarks/analysis/holm.ts";
import { permutationP } from "../../../../benchmarks/analysis/permutation-test.ts";

test("mannWhitneyCounts · for three against three, as tabled by Mann and Whitney", () => {
  expect(mannWhitneyCounts(3, 3)).toEqual([1, 1, 2, 3, 3, 3, 3, 2, 1, 1]);
});

test("estimateShift · the example of Hollander and Wolfe, permeability of chorioamnion", () => {
  // Example 4.1 and 4.3: tritiated water diffusion at term against 12 to 26 weeks; R's wilcox.test gives the same interval.
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const early = [1.15, 0.88, 0.9, 0.74, 1.21];
  const { shift, low, high, confidence } = estimateShift(term, early);
  expect(shift).toBeCloseTo(0.305, 10);
  expect(low).toBeCloseTo(-0.15, 10);
  expect(high).toBeCloseTo(0.76, 10);
  expect(confidence).toBeGreaterThanOrEqual(0.95);
});

test("estimateShift · says that three against three values allow 90 % only", () => {
  expect(estimateShift([4, 5, 6], [1, 2, 3])).toEqual({ shift: 3, low: 1, high: 5, confidence: 0.9 });
});

test("cliffsDelta · full dominance, none, and half", () => {
  expect(cliffsDelta([4, 5, 6], [1, 2, 3])).toBe(1);
  expect(cliffsDelta([1, 2, 3], [1, 2, 3])).toBe(0);
  expect(cliffsDelta([1, 4], [2, 3])).toBe(0);
  expect(cliffsDelta([2, 3], [1, 2])).toBe(0.75);
});

test("permutationP · of twenty divisions two are as extreme as full separation", () => {
  expect(permutationP([4, 5, 6], [1, 2, 3])).toBe(0.1);
});

test("permutationP · equal samples are never unlikely", () => {
  expect(permutationP([0.1, 0.2, 0.3], [0.3, 0.2, 0.1])).toBe(1);
});

test("permutationP · refuses what it cannot try out", () => {
  const many = Array.from({ length: 15 }, (_, index) => index);
  expect(() => permutationP(many, many)).toThrow("15 against 15 values divide in too many ways");
});

test("holmAdjusted · in the order given, never falling along the ranks", () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R.
  const expected = [0.03, 0.06, 0.06, 0.02];
  for (const [index, p] of holmAdjusted([0.01, 0.04, 0.03, 0.005]).entries())
    expect(p).toBeCloseTo(expected[index] ?? NaN, 12);
  expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
});
