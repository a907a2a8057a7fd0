/** `summary.json`: the figures of each repetition, made from the data files alone. */
import { z } from "zod";
import { loadCounts, percentileNames, perName } from "../../base/metrics.ts";
import { caseRecordSchema } from "./case-record.ts";
import { count } from "./directory.ts";
import { resultVersion } from "./version.ts";
import { manifestSchema } from "./manifest.ts";
import { warningSchema } from "./warning.ts";

const estimate = z.object({
  mean: z.number(),
  /** Σ(x - mean)² / (N - 1), which the study's response-time rows follow. This, stddev and margin are null for a single value. */
  variance: z.number().nullable(),
  /** Σ(x - mean)² / N; the study's formula 4.4.1. */
  varianceN: z.number(),
  stddev: z.number().nullable(),
  /** 1.96 · stddev / √N, half the width of the study's 95 % interval, which takes neighbours for independent. */
  margin: z.number().nullable(),
  n: count,
  /**
   * Half the width of a 95 % interval that allows for neighbouring intervals being alike. Null where there are too few of them, and
   * in summaries of earlier versions, whose batch means covered too little.
   */
  seriesMargin: z.number().nullable().default(null),
});

/** A difference of two means, with half the width of its 95 % interval; null where a side has too few intervals for one. */
const difference = z.object({ mean: z.number(), margin: z.number().nullable() });

/** One live migration, with the three downtimes. Null is what could not be measured. */
const hopFigures = z.object({
  guest: z.string(),
  from: z.string(),
  to: z.string(),
  failure: z.string().optional(),
  /** From the call to its return. */
  totalMs: z.number(),
  /** vCPUs stopped, by the hypervisor. */
  hypervisorDowntimeMs: z.number().nullable(),
  /** Longest time without an answer to the probe. */
  networkDowntimeMs: z.number().nullable(),
  /** Longest time without an answer of the moved cluster while its requests waited. */
  serviceDowntimeMs: z.number().nullable(),
  /** Those that are at least as long: their end or beginning was not seen. Absent: none. */
  openDowntimes: z.array(z.enum(["network", "service"])).optional(),
  /** By the kernel's count on the source's card: memory with its protocol, and whatever else left by that card. */
  sentBytes: z.number().nullable(),
  /** Memory alone, by the hypervisor. */
  memoryProcessedBytes: z.number().nullable(),
  iterations: z.number().nullable(),
  /** Requests of the moved cluster in the intervals that the hop touches. Null where nobody recorded its load. */
  failed: count.nullable(),
  retransmissions: count.nullable(),
  maxResponseTimeMs: z.number().nullable(),
  /** The same of the clusters that stayed. */
  othersFailed: count.nullable(),
  othersMaxResponseTimeMs: z.number().nullable(),
  /** From the hop's end until an interval's mean is no longer above all of the baseline's. Null: not before the next hop. */
  recoverySec: z.number().nullable(),
  /** Busy CPU during the hop less that of the baseline, in percentage points of all pCPUs, by host. */
  cpuOverheadPoints: z.record(z.string(), difference),
});

const summaryCase = z.object({
  case: z.string(),
  repetition: z.int().positive(),
  nominalReqPerSec: z.number(),
  offeredReqPerSec: z.number(),
  /** Requests sent and answered in the measured window, per second of it. */
  sentReqPerSec: z.number().nullable(),
  achievedReqPerSec: z.number().nullable(),
  /** Null where a generator does not count it, or nobody recorded the load. */
  ...perName(loadCounts, () => count.nullable()),
  /** Null when nothing was measured. */
  feasible: z.boolean().nullable(),
  /** Why it is not feasible, or cannot be told. Empty for a feasible case. */
  reasons: z.array(z.string()),
  outcome: caseRecordSchema.shape.outcome,
  measuredSec: z.number(),
  /** Active host, share of all its pCPUs that did work, over the collector's intervals. Null when there is no sample. */
  cpuPercent: estimate.nullable(),
  /** The same as the study added it up: for sar with %iowait and %steal. */
  cpuPercentStudy: estimate.nullable(),
  cpuPercentByHost: z.record(z.string(), estimate),
  /** Mean to n: over the means of the intervals, as in the study. Min to max: over all answers, from the merged
   *  histograms; null where a generator does not tell them. */
  responseTimeMs: estimate
    .extend({
      min: z.number().nullable(),
      /** Null also in summaries from before a percentile was added. */
      ...perName(percentileNames, () => z.number().nullable().default(null)),
      max: z.number().nullable(),
      /** Over all answers, where `mean` is over intervals. */
      meanOfAnswers: z.number(),
    })
    .nullable(),
  /** How long after their intended times the first transmissions left, over all generators: the error of the load itself. Null is
   *  what they do not tell. */
  sendLagMs: z.object({ p50: z.number().nullable(), p99: z.number().nullable(), max: z.number() }).nullable(),
  /** How long the response time was still settling after the warm-up, by MSER-5. Nothing is cut by it. Null: too few intervals. */
  unsettledSec: z.number().nullable(),
  /** Live migrations in the order of time; absent where none was meant to take place. */
  hops: z.array(hopFigures).optional(),
  /** From one probe of the network to the next: what its downtimes are exact to. */
  probeIntervalMs: z.number().positive().optional(),
  warnings: z.array(warningSchema),
});

export const summarySchema = z.object({
  version: z.literal(resultVersion),
  run: z.string(),
  stack: z.string(),
  platform: manifestSchema.shape.platform,
  layout: z.string(),
  /** Kind of the workload. Absent in runs of earlier versions, which knew the study's own alone. */
  workload: z.string().optional(),
  emulated: z.boolean(),
  /** The run was recorded elsewhere. Absent: Crossbed measured it. */
  imported: z.literal(true).optional(),
  scale: manifestSchema.shape.scale,
  status: manifestSchema.shape.status,
  interrupted: z.boolean(),
  cases: z.array(summaryCase),
  warnings: z.array(warningSchema),
});

export type Summary = Readonly<z.infer<typeof summarySchema>>;
export type SummaryCase = Readonly<z.infer<typeof summaryCase>>;
export type HopFigures = Readonly<z.infer<typeof hopFigures>>;
export type Estimate = Readonly<z.infer<typeof estimate>>;
