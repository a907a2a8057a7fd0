import { expect, test } from "vitest";
import { studentProbability, studentQuantile } from "../../../../benchmarks/analysis/student-t.ts";

test.each([
  [0.975, 1, 12.706],
  [0.975, 2, 4.303],
  [0.975, 9, 2.262],
  [0.975, 30, 2.042],
  [0.95, 10, 1.812],
  [0.995, 5, 4.032],
  [0.9999, 3, 22.204],
  [0.975, 1e6, 1.96],
])(
  "studentQuantile · %d with %d degrees of freedom is %d, as printed in every table",
  (probability, freedom, value) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(value, 3);
  },
);

test("studentProbability · is the inverse of the quantile, and symmetric", () => {
  for (const probability of [0.001, 0.2, 0.5, 0.8, 0.999]) {
    const value = studentQuantile(probability, 7);
    expect(studentProbability(value, 7)).toBeCloseTo(probability, 10);
    expect(studentProbability(-value, 7)).toBeCloseTo(1 - probability, 10);
  }
});

test("studentQuantile · refuses a probability of 1", () => {
  expect(() => studentQuantile(1, 5)).toThrow("a probability lies between 0 and 1: 1");
});
