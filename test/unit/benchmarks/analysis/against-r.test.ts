/** The statistics of comparisons against R's own: test/fixtures/statistics/make.R made the expected values. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cliffsDelta } from "../../../../benchmarks/analysis/cliffs-delta.ts";
import { repetitionsFor } from "../../../../benchmarks/analysis/compare/repetitions.ts";
import { estimateShift } from "../../../../benchmarks/analysis/hodges-lehmann.ts";
import { holmAdjusted } from "../../../../benchmarks/analysis/holm.ts";
import { permutationP } from "../../../../benchmarks/analysis/permutation-test.ts";
import { seriesMargin } from "../../../../benchmarks/analysis/series-margin.ts";
import { studentQuantile } from "../../../../benchmarks/analysis/student-t.ts";

interface Expected {
  readonly shifts: readonly {
    readonly left: number[];
    readonly right: number[];
    readonly shift: number;
    readonly low: number;
    readonly high: number;
    readonly permutationP: number;
    readonly cliffsDelta: number;
  }[];
  readonly holm: { readonly p: number[]; readonly adjusted: number[] };
  readonly studentQuantiles: readonly {
    readonly probability: number;
    readonly freedom: number;
    readonly value: number;
  }[];
  readonly repetitions: readonly { readonly difference: number; readonly repetitions: number }[];
  readonly seriesMargins: readonly { readonly values: number[]; readonly margin: number }[];
}

const fixture = new URL("../../../fixtures/statistics/expected.json", import.meta.url);
const expected = JSON.parse(readFileSync(fixture, "utf8")) as Expected;

test.each(expected.shifts)("estimateShift, permutationP, cliffsDelta · as R has them, case %#", (sample) => {
  const { shift, low, high, confidence } = estimateShift(sample.left, sample.right);
  expect(shift).toBeCloseTo(sample.shift, 9);
  expect(low).toBeCloseTo(sample.low, 9);
  expect(high).toBeCloseTo(sample.high, 9);
  expect(confidence).toBeGreaterThanOrEqual(0.95);
  expect(permutationP(sample.left, sample.right)).toBeCloseTo(sample.permutationP, 12);
  expect(cliffsDelta(sample.left, sample.right)).toBeCloseTo(sample.cliffsDelta, 12);
});

test("holmAdjusted · as R's p.adjust", () => {
  const adjusted = holmAdjusted(expected.holm.p);
  for (const [index, p] of expected.holm.adjusted.entries()) expect(adjusted[index]).toBeCloseTo(p, 9);
});

test.each(expected.studentQuantiles)(
  "studentQuantile · as R's qt at $probability with $freedom degrees of freedom",
  ({ probability, freedom, value }) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(value, 8);
  },
);

test.each(expected.repetitions)(
  "repetitionsFor · within one of R's power.t.test for a difference of $difference deviations",
  ({ difference, repetitions }) => {
    expect(Math.abs(repetitionsFor(difference, 1, 1) - repetitions)).toBeLessThanOrEqual(1);
  },
);

test.each(expected.seriesMargins)("seriesMargin · as R's matrices have it, case %#", ({ values, margin }) => {
  expect(seriesMargin(values)).toBeCloseTo(margin, 9);
});
