import { expect, test } from "vitest";
import { batchMeansMargin } from "../../../../benchmarks/analysis/batch-means.ts";

test("batchMeansMargin · ten batches, Student's t with nine degrees of freedom", () => {
  // Batches of two with the means 1 to 10: variance 55/6, divided by 10; t is 2.262157.
  const values = Array.from({ length: 20 }, (_, index) => Math.floor(index / 2) + 1);
  expect(batchMeansMargin(values)).toBeCloseTo(2.262157 * Math.sqrt(55 / 60), 5);
});

test("batchMeansMargin · leaves what fills no batch out at the beginning", () => {
  const values = Array.from({ length: 20 }, (_, index) => Math.floor(index / 2) + 1);
  expect(batchMeansMargin([1e6, ...values])).toBe(batchMeansMargin(values));
});

test("batchMeansMargin · is wider than the plain margin for neighbours that are alike", () => {
  const values = Array.from({ length: 120 }, (_, index) => Math.sin(index / 20));
  const plain = (1.96 * Math.sqrt(0.5)) / Math.sqrt(120);
  expect(batchMeansMargin(values)).toBeGreaterThan(2 * plain);
});

test("batchMeansMargin · needs twenty values", () => {
  expect(batchMeansMargin(Array.from({ length: 19 }, () => 1))).toBeUndefined();
});
