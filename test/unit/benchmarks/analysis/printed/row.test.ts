import { expect, test } from "vitest";
import { printed, type PrintedMetric, type PrintedRow } from "../../../../../benchmarks/analysis/printed/printed.ts";
import { checkRow } from "../../../../../benchmarks/analysis/printed/row.ts";

type Numbers = readonly [mean: string, variance: string, deviation: string, margin: string];

function rowOf(numbers: Numbers, metric: PrintedMetric = "cpu_percent"): PrintedRow {
  const [mean, variance, deviation, margin] = numbers.map(printed) as [never, never, never, never];
  return {
    ...{ table: "4.8", platform: "bare", layout: "16core", metric, nominalReqPerSec: 750 },
    ...{ mean, variance, deviation, margin },
  };
}

const findingsOf = (numbers: Numbers, metric?: PrintedMetric): unknown[] => [
  ...checkRow(rowOf(numbers, metric)).findings,
];

test("checkRow · a row of 120 values that follows from itself has no finding", () => {
  const check = checkRow(rowOf(["11.2035", "0.0771", "0.2776", "0.0497"]));
  expect({ counts: check.counts, findings: check.findings }).toEqual({ counts: [120], findings: [] });
});

test("checkRow · a standard deviation that is not the root of the variance", () => {
  expect(findingsOf(["11.2035", "0.0771", "0.2876", "0.0515"])).toMatchObject([{ kind: "deviation" }]);
});

test("checkRow · a margin that no whole number of values gives", () => {
  // Between two and three values.
  expect(findingsOf(["11.2035", "0.0771", "0.2777", "0.3500"])).toMatchObject([{ kind: "no-count" }]);
});

test("checkRow · a number of values that is no repetition's", () => {
  expect(findingsOf(["21.0110", "0.0814", "0.2854", "0.0522"])).toEqual([{ kind: "count", counts: [115] }]);
});

test("checkRow · whole milliseconds that cannot have this mean and variance", () => {
  expect(findingsOf(["1.3976", "0.2401", "0.4900", "0.0601"], "response_time_ms")).toEqual([
    { kind: "no-such-data", count: 255 },
    { kind: "count", counts: [255] },
  ]);
});

test("checkRow · a variance by N - 1 where the formula divides by N", () => {
  // 60 times 1 ms and 60 times 3 ms: squares of 120 in all.
  expect(findingsOf(["2.0000", "1.0084", "1.0042", "0.1797"], "response_time_ms")).toEqual([
    { kind: "divisor", divisor: "N-1" },
  ]);
  expect(findingsOf(["2.0000", "1.0000", "1.0000", "0.1789"], "response_time_ms")).toEqual([]);
});

test("checkRow · no spread is the resolution of whole milliseconds, and tells no number of values", () => {
  const check = checkRow(rowOf(["1.0000", "0", "0", "0"], "response_time_ms"));
  expect({ counts: check.counts, findings: check.findings }).toEqual({
    counts: undefined,
    findings: [{ kind: "resolution" }],
  });
});

test("checkRow · a spread that a time cannot have and be normal", () => {
  const findings = findingsOf(["33.5574", "577.3076", "24.0272", "3.0720"], "response_time_ms");
  expect(findings).toContainEqual({ kind: "not-normal", deviations: 33.5574 / 24.0272 });
});

test("printed · a number stands for all that round to it, and a bare 0 for 0 alone", () => {
  const { low, high } = printed("0.0497");
  expect([low.toFixed(5), high.toFixed(5)]).toEqual(["0.04965", "0.04975"]);
  expect(printed("0")).toEqual({ text: "0", value: 0, low: 0, high: 0 });
  expect(() => printed("")).toThrow('no number: ""');
});
