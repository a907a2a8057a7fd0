import { expect, test } from "vitest";
import { fewestIntervals, seriesMargin } from "../../../../benchmarks/analysis/series-margin.ts";

const wave = Array.from({ length: 120 }, (_, index) => Math.sin(index / 20));

test("seriesMargin · moves with neither level nor unit", () => {
  expect(seriesMargin(wave.map((value) => 1000 + 3 * value))).toBeCloseTo(3 * (seriesMargin(wave) ?? NaN), 9);
});

test("seriesMargin · is wide for a slow swing and narrow for a quick one of the same height", () => {
  const quick = Array.from({ length: 120 }, (_, index) => Math.sin(2 * index));
  expect(seriesMargin(wave) ?? NaN).toBeGreaterThan(5 * (seriesMargin(quick) ?? NaN));
});

test("seriesMargin · is 0 where nothing varies, and needs sixty values", () => {
  expect(seriesMargin(Array.from({ length: fewestIntervals }, () => 1))).toBe(0);
  expect(fewestIntervals).toBe(60);
  expect(seriesMargin(Array.from({ length: 59 }, (_, index) => index))).toBeUndefined();
});
