import { fc } from "../../../support/laws.ts";
import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { expect, test } from "vitest";
import { cliffsDelta } from "../../../../benchmarks/analysis/cliffs-delta.ts";
import { estimateOf } from "../../../../benchmarks/analysis/estimate.ts";
import { HistogramSum } from "../../../../benchmarks/analysis/histogram.ts";
import { estimateShift } from "../../../../benchmarks/analysis/hodges-lehmann.ts";
import { holmAdjusted } from "../../../../benchmarks/analysis/holm.ts";
import { permutationP } from "../../../../benchmarks/analysis/permutation-test.ts";

const value = fc.integer({ min: -1000, max: 1000 });
const small = fc.array(value, { minLength: 1, maxLength: 6 });

test("estimateShift · moves with its sample and turns round with its arguments", () => {
  fc.assert(
    fc.property(small, small, value, (left, right, by) => {
      const { shift, low, high } = estimateShift(left, right);
      const moved = estimateShift(
        left.map((each) => each + by),
        right,
      );
      const turned = estimateShift(right, left);
      expect([moved.shift, moved.low, moved.high]).toEqual([shift + by, low + by, high + by]);
      expect([turned.shift + shift, turned.low + high, turned.high + low]).toEqual([0, 0, 0]);
      expect(low <= shift && shift <= high).toBe(true);
    }),
  );
});

test("cliffsDelta · changes its sign with its arguments and no rank-keeping change alters it", () => {
  fc.assert(
    fc.property(small, small, (left, right) => {
      const delta = cliffsDelta(left, right);
      expect(cliffsDelta(right, left) + delta).toBe(0);
      const cubed = (list: readonly number[]): number[] => list.map((each) => each ** 3 + each);
      expect(cliffsDelta(cubed(left), cubed(right))).toBe(delta);
    }),
  );
});

test("permutationP · is a share that knows no sides", () => {
  fc.assert(
    fc.property(small, small, (left, right) => {
      const p = permutationP(left, right);
      expect(p > 0 && p <= 1).toBe(true);
      expect(permutationP(right, left)).toBeCloseTo(p, 12);
    }),
  );
});

test("holmAdjusted · raises no p above 1, lowers none, keeps their order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (ps) => {
      const adjusted = holmAdjusted(ps);
      for (const [i, p] of ps.entries()) {
        expect((adjusted[i] ?? NaN) >= p && (adjusted[i] ?? NaN) <= 1).toBe(true);
        for (const [j, q] of ps.entries()) if (p < q) expect((adjusted[i] ?? NaN) <= (adjusted[j] ?? NaN)).toBe(true);
      }
    }),
  );
});

test("estimateOf · the two variances differ by the factor N / (N - 1)", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 50 }), (values) => {
      const estimate = estimateOf(values);
      const n = values.length;
      expect(estimate?.variance ?? NaN).toBeCloseTo(((estimate?.varianceN ?? NaN) * n) / (n - 1), 6);
    }),
  );
});

test("HistogramSum · percentiles of the parts together are those of all values, to three digits", () => {
  const times = fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 5 }), (parts) => {
      const sum = new HistogramSum();
      for (const part of parts) {
        const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
        for (const time of part) histogram.recordValue(time);
        sum.add(encodeIntoCompressedBase64(histogram), "a part");
      }
      const all = parts.flat().toSorted((left, right) => left - right);
      const distribution = sum.distribution();
      expect(distribution?.count).toBe(all.length);
      for (const [percentile, found] of [
        [50, distribution?.p50],
        [90, distribution?.p90],
        [99, distribution?.p99],
      ] as const) {
        const exactMs = (all[Math.ceil((percentile / 100) * all.length) - 1] ?? NaN) / 1000;
        expect(Math.abs((found ?? NaN) - exactMs)).toBeLessThanOrEqual(exactMs * 0.001 + 0.0005);
      }
    }),
    { numRuns: 50 },
  );
});
