import { expect, test } from "vitest";
import { differenceOf, judge, ratioOf } from "../../../../../benchmarks/analysis/compare/difference.ts";
import {
  differenceWithinReach,
  fewestRepetitions,
  leastP,
  repetitionsFor,
} from "../../../../../benchmarks/analysis/compare/repetitions.ts";
import { permutationP } from "../../../../../benchmarks/analysis/permutation-test.ts";

test("leastP · is what full separation gives, for equal and unequal sides", () => {
  expect(leastP(4, 4)).toBe(permutationP([1, 2, 3, 4], [11, 12, 13, 14]));
  expect(leastP(2, 3)).toBe(permutationP([1, 2], [11, 12, 19]));
  expect(leastP(1, 1)).toBe(1);
});

test("fewestRepetitions · four show one difference, six one of eighteen", () => {
  expect(fewestRepetitions(1)).toBe(4);
  expect(fewestRepetitions(18)).toBe(6);
});

test("repetitionsFor · agrees with R's power.t.test", () => {
  // power.t.test(delta = 1, sd = 1, power = 0.8)$n is 16.71; delta = 0.5: 63.77.
  expect(repetitionsFor(1, 1, 1)).toBe(17);
  expect(repetitionsFor(-0.5, 1, 1)).toBe(64);
  expect(repetitionsFor(100, 1, 1)).toBe(4);
  expect(repetitionsFor(0, 1, 1)).toBe(Infinity);
});

test("differenceWithinReach · so many repetitions show it, by the same rule", () => {
  expect(differenceWithinReach(16, 2, 1)).toBeCloseTo((1.959964 + 0.841621) * 2 * Math.sqrt(2 / 16), 5);
});

test("ratioOf · doubling is 100 % whatever the values", () => {
  expect(ratioOf([1, 2, 4], [2, 4, 8]).shift).toBeCloseTo(1, 12);
});

test("judge · two repetitions a side cannot tell, and it says how many could", () => {
  const difference = differenceOf([10, 11], [20, 21]);
  expect(difference.p).toBeCloseTo(1 / 3, 12);
  const verdict = judge(difference, difference.p, 1);
  expect(verdict).toMatchObject({ kind: "cannot-tell", needed: { fewest: 4, forThisDifference: 4 } });
});

test("judge · four a side show a clear difference and its direction", () => {
  const difference = differenceOf([10, 11, 12, 13], [1, 2, 3, 4]);
  expect(judge(difference, difference.p, 1)).toEqual({ kind: "shown", direction: "lower" });
});

test("judge · enough repetitions without a difference are not shown, which is no proof of equality", () => {
  const difference = differenceOf([1, 2, 3, 4], [1.1, 2.1, 2.9, 3.9]);
  expect(judge(difference, difference.p, 1).kind).toBe("not-shown");
});

test("differenceOf · gives no ratio where a value is not above 0", () => {
  expect(differenceOf([0, 1], [1, 2]).ratio).toBeUndefined();
});
