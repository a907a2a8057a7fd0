/** `samples.jsonl` and `warm-up.jsonl`: one number a line. */
import { z } from "zod";
import { metrics, type MetricName } from "../../base/metrics.ts";
import { labels, timeMs } from "./directory.ts";

const metricName = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);

export const sampleSchema = z.object({
  run: z.string(),
  case: z.string(),
  repetition: z.int().positive(),
  timeMs,
  metric: metricName,
  unit: z.string(),
  value: z.number(),
  labels,
});

export type Sample = Readonly<z.infer<typeof sampleSchema>>;

/** What the samples of one series have in common; of one reader the same object for all of them, wherever it is known again. */
export type Series = Omit<Sample, "timeMs" | "value">;

/** A sample as a reader gives it. */
export interface Reading {
  readonly series: Series;
  readonly timeMs: number;
  readonly value: number;
}
