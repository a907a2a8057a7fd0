import { fc } from "../../../support/laws.ts";
import { expect, test } from "vitest";
import { randomSource } from "../../../../base/random.ts";
import { permutationP } from "../../../../benchmarks/analysis/permutation-test.ts";
import {
  leastStratifiedP,
  stratifiedDifference,
  stratifiedP,
  type Stratum,
} from "../../../../benchmarks/analysis/stratified-permutation.ts";

test("stratifiedP · three loads, two against two: the greatest of 216 ways and its mirror", () => {
  const strata = [1, 10, 100].map((at): Stratum => ({ base: [at, at + 1], other: [at + 5, at + 6] }));
  expect(stratifiedDifference(strata)).toBe(5);
  expect(stratifiedP(strata)).toBe(2 / 216);
  expect(leastStratifiedP(strata)).toBe(2 / 216);
});

test("stratifiedP · one load gives the permutation test of its values", () => {
  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(values, values, (base, other) => {
      expect(stratifiedP([{ base, other }])).toBeCloseTo(permutationP(other, base), 12);
    }),
  );
});

test("stratifiedP · too many ways to try them all: a fixed seed gives the same p, never below the least", () => {
  const strata = Array.from({ length: 8 }, (_, load): Stratum => ({
    base: [load, load + 1],
    other: [load + 5, load + 6],
  }));
  const p = stratifiedP(strata);
  expect(p).toBe(stratifiedP(strata));
  expect(p).toBeGreaterThanOrEqual(leastStratifiedP(strata));
  expect(p).toBeLessThan(0.001);
});

test("stratifiedP · no difference raises a false alarm in at most 5 of 100 of 1000 studies", () => {
  const random = randomSource(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const alarms = Array.from({ length: 1000 }, () =>
    stratifiedP([1, 2, 3].map((): Stratum => ({ base: [normal(), normal()], other: [normal(), normal()] }))),
  ).filter((p) => p <= 0.05).length;
  // Three standard deviations of a binomial count above 50.
  expect(alarms).toBeLessThanOrEqual(50 + 3 * Math.sqrt(1000 * 0.05 * 0.95));
});
