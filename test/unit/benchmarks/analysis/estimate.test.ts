import { expect, test } from "vitest";
import { estimateOf } from "../../../../benchmarks/analysis/estimate.ts";

test("estimateOf · both variances, and the study's margin", () => {
  expect(estimateOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
    mean: 5,
    variance: 32 / 7,
    varianceN: 4,
    stddev: Math.sqrt(32 / 7),
    margin: 1.96 * Math.sqrt(32 / 7 / 8),
    n: 8,
    seriesMargin: null,
  });
});

test("estimateOf · reproduces the margin of the study's table 4.8 for N = 120", () => {
  // 0.2776 is the printed standard deviation, 0.0497 the printed margin, of 750 requests per second on bare metal.
  const half = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const unit = estimateOf(half)?.stddev ?? NaN;
  const estimate = estimateOf(half.map((value) => 11.2035 + (value * 0.2776) / unit));
  expect(estimate?.mean).toBeCloseTo(11.2035, 10);
  expect(estimate?.margin).toBeCloseTo(0.0497, 4);
});

test("estimateOf · has no spread for one value, and nothing for none", () => {
  expect(estimateOf([3])).toEqual({
    mean: 3,
    variance: null,
    varianceN: 0,
    stddev: null,
    margin: null,
    n: 1,
    seriesMargin: null,
  });
  expect(estimateOf([])).toBeUndefined();
});

test("estimateOf · keeps its digits when values hardly differ", () => {
  expect(estimateOf([1e9 + 1, 1e9 + 2, 1e9 + 3])?.variance).toBe(1);
});
