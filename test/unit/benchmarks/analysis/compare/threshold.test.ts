import { expect, test } from "vitest";
import type { Comparison, ComparisonRow } from "../../../../../benchmarks/analysis/compare/compare.ts";
import { differenceOf, judge } from "../../../../../benchmarks/analysis/compare/difference.ts";
import { measures } from "../../../../../benchmarks/analysis/compare/measures.ts";
import { answerThreshold, parseThreshold } from "../../../../../benchmarks/analysis/compare/threshold.ts";

const load = { nominalReqPerSec: 750, hasMigration: false };

type Pair = readonly [base: number[], other: number[]];

function comparisonOf(...pairs: readonly Pair[]): Comparison {
  const measure = measures.find(({ name }) => name === "p99");
  if (measure === undefined) throw new Error("p99 is a measure");
  const rows = pairs.map(([base, other]): ComparisonRow => {
    const difference = differenceOf(base, other);
    const verdict = judge(difference, difference.p, pairs.length);
    return { load, measure, base: "old", other: "new", difference, adjustedP: difference.p, verdict };
  });
  return { sides: [], unit: "repetition", loads: [load], rows, missing: [] };
}

const answerOf = (question: string, ...pairs: readonly Pair[]): string =>
  answerThreshold(parseThreshold(question), comparisonOf(...pairs)).answer;

test("parseThreshold · percent of the base, or a difference in the measure's unit", () => {
  expect(parseThreshold("p99 > +10 %")).toEqual({
    text: "p99 > +10 %",
    measure: "p99",
    direction: ">",
    limit: 0.1,
    isRatio: true,
  });
  expect(parseThreshold(" cpu<-2.5")).toMatchObject({ measure: "cpu", direction: "<", limit: -2.5, isRatio: false });
});

test.each(["p98 > 10 %", "p99", "p99 >", "p99 >= 10", "p99 > ten %", "", "p99 > 10 % ms"])(
  "parseThreshold · refuses %j and lists the measures",
  (text) => {
    expect(() => parseThreshold(text)).toThrow(
      `--fail-if: ${JSON.stringify(text)} is no question such as "p99 > +10 %" or "cpu > 5". Measures: cpu, mean, p50,`,
    );
  },
);

test("answerThreshold · three against three answer one question", () => {
  expect(
    answerOf("p99 > +10 %", [
      [10, 11, 12],
      [20, 21, 22],
    ]),
  ).toBe("shown");
  expect(
    answerOf("p99 > +10 %", [
      [10, 11, 12],
      [9, 10, 9],
    ]),
  ).toBe("not-shown");
  expect(
    answerOf("p99 > +10 %", [
      [10, 11, 12],
      [11, 12, 13],
    ]),
  ).toBe("cannot-tell");
});

test("answerThreshold · two against two cannot tell, however far apart they are", () => {
  expect(
    answerOf("p99 > +10 %", [
      [10, 11],
      [2000, 2100],
    ]),
  ).toBe("cannot-tell");
});

test("answerThreshold · several loads need surer answers: one beyond the limit is enough, all within it are needed", () => {
  const same = [10, 10.1, 10.2, 10.3];
  const twice = [20, 21, 22, 23];
  expect(answerOf("p99 > +10 %", [same, same], [same, twice])).toBe("shown");
  expect(answerOf("p99 > +10 %", [same, same], [same, same])).toBe("not-shown");
  expect(answerOf("p99 > +10 %", [same, same], [same.slice(0, 2), twice])).toBe("cannot-tell");
});

test("answerThreshold · below asks the other end", () => {
  expect(
    answerOf("p99 < -5", [
      [20, 21, 22],
      [10, 11, 12],
    ]),
  ).toBe("shown");
  expect(
    answerOf("p99 < -5", [
      [10, 11, 12],
      [10, 11, 12],
    ]),
  ).toBe("not-shown");
});

test("answerThreshold · a measure that no row has is not answered", () => {
  expect(
    answerOf("cpu > 0", [
      [1, 2, 3],
      [1, 2, 3],
    ]),
  ).toBe("cannot-tell");
});
