import { expect, test } from "vitest";
import { unsettledLength } from "../../../../benchmarks/analysis/mser-5.ts";

test("unsettledLength · cuts the values before a series settles", () => {
  const settled = Array.from({ length: 40 }, (_, index) => 10 + (index % 2));
  expect(unsettledLength([90, 70, 50, 40, 30, 25, 20, 15, 12, 11, ...settled])).toBe(10);
});

test("unsettledLength · cuts nothing from a series that is settled from the first value", () => {
  expect(unsettledLength(Array.from({ length: 40 }, (_, index) => 10 + (index % 2)))).toBe(0);
});

test("unsettledLength · cuts half of a series that never settles", () => {
  expect(unsettledLength(Array.from({ length: 40 }, (_, index) => index))).toBe(20);
});

test("unsettledLength · says nothing about fewer than twenty values", () => {
  expect(unsettledLength([1, 2, 3])).toBeUndefined();
});
