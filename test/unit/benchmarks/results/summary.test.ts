import { expect, test } from "vitest";
import { summarySchema } from "../../../../benchmarks/results/summary.ts";

test("summarySchema · a summary from before a percentile was added lacks it, and is read", () => {
  const estimate = { mean: 2, variance: null, varianceN: 0, stddev: null, margin: null, n: 1, seriesMargin: null };
  const told = { ...estimate, min: 1, p50: 2, p99: 3, max: 3, meanOfAnswers: 2 };
  const { responseTimeMs } = summarySchema.shape.cases.element.shape;
  expect(responseTimeMs.parse(told)).toEqual({ ...told, p90: null });
});
