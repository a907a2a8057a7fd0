import { expect, test } from "vitest";
import { crossingsOf, type CurveMean } from "../../../../../benchmarks/analysis/study/crossings.ts";

const curve = (means: readonly number[], error?: number): CurveMean[] =>
  means.map((mean, index) => ({ reqPerSec: 1000 * (index + 1), mean, error }));

test("crossingsOf · the place where the lines between means cross, and who is lower before", () => {
  expect(crossingsOf(curve([10, 20, 40]), curve([20, 26, 30]), 0)).toEqual([
    { reqPerSec: 2375, lowerBefore: "left", interval: undefined, share: undefined },
  ]);
});

test("crossingsOf · curves that touch, or share no load, do not cross", () => {
  expect(crossingsOf(curve([10, 20]), curve([20, 20]), 0)).toEqual([]);
  expect(crossingsOf(curve([10, 20]), [{ reqPerSec: 500, mean: 1, error: 1 }], 4)).toEqual([]);
});

test("crossingsOf · known errors give an interval around the place, the same each time", () => {
  const find = () => crossingsOf(curve([10, 20, 40], 0.5), curve([20, 26, 30], 0.5), 10);
  const [crossing] = find();
  expect(crossing?.share).toBe(1);
  expect(crossing?.interval?.low).toBeGreaterThan(2200);
  expect(crossing?.interval?.low).toBeLessThan(2375);
  expect(crossing?.interval?.high).toBeGreaterThan(2375);
  expect(crossing?.interval?.high).toBeLessThan(2550);
  expect(find()).toEqual([crossing]);
});

test("crossingsOf · a crossing within the errors is not one that most curves have", () => {
  const [crossing] = crossingsOf(curve([10.1, 10, 9.9], 2), curve([9.9, 9.95, 10], 2), 10);
  expect(crossing?.share).toBeLessThan(0.95);
});
