/** `histograms.jsonl`: response times of the measured window, a line for each interval and generator in which there was an answer. */
import { z } from "zod";
import { labels, timeMs } from "./directory.ts";

export const histogramRecordSchema = z.object({
  run: z.string(),
  case: z.string(),
  repetition: z.int().positive(),
  timeMs,
  labels,
  /** HdrHistogram V2, deflated, base64; values are whole microseconds. */
  responseTimeUs: z.string(),
});

export type HistogramRecord = Readonly<z.infer<typeof histogramRecordSchema>>;
