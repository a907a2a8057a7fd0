import { expect, test } from "vitest";
import { warmUpLength } from "../../../../benchmarks/analysis/warm-up.ts";

test("warmUpLength · cuts the values before a series settles", () => {
  const settled = Array.from({ length: 40 }, (_, index) => 10 + (index % 2));
  expect(warmUpLength([90, 70, 50, 40, 30, 25, 20, 15, 12, 11, ...settled])).toBe(10);
});

test("warmUpLength · cuts nothing from a series that is settled from the first value", () => {
  expect(warmUpLength(Array.from({ length: 40 }, (_, index) => 10 + (index % 2)))).toBe(0);
});

test("warmUpLength · cuts half of a series that never settles", () => {
  expect(warmUpLength(Array.from({ length: 40 }, (_, index) => index))).toBe(20);
});

test("warmUpLength · says nothing about fewer than twenty values", () => {
  expect(warmUpLength([1, 2, 3])).toBeUndefined();
});
