import { expect, test } from "vitest";
import { differenceOf, judge } from "../../../../benchmarks/analysis/compare/difference.ts";
import { permutationP } from "../../../../benchmarks/analysis/permutation-test.ts";
import { leastSampledP, sampledPermutationP } from "../../../../benchmarks/analysis/sampled-permutation.ts";

const left = [10.2, 11.9, 9.4, 12.8, 10.9, 11.3];
const right = [9.1, 10.4, 8.7, 10.8, 9.9, 9.6];

test("sampledPermutationP · is the exact p to within what so many tries leave to chance", () => {
  expect(Math.abs(sampledPermutationP(left, right) - permutationP(left, right))).toBeLessThan(0.002);
});

test("sampledPermutationP · the same data give the same p, and full separation the least", () => {
  const many = Array.from({ length: 20 }, (_, index) => index);
  const more = many.map((value) => value + 100);
  expect(sampledPermutationP(many, more)).toBe(leastSampledP);
  expect(sampledPermutationP(many, many)).toBe(1);
});

test("differenceOf · twenty runs a side, too many for every division, are compared all the same", () => {
  const many = Array.from({ length: 20 }, (_, index) => 10 + index / 10);
  const difference = differenceOf(
    many,
    many.map((value) => value + 3),
  );
  expect(judge(difference, difference.p, 40)).toEqual({ kind: "shown", direction: "higher" });
});
