/**
 * The result directory `results/<stack>/<run>/`, version 1. It is complete enough to be analysed again on another machine:
 *
 * | file | what |
 * | --- | --- |
 * | `manifest.json` | conditions: stack, spec, plan digest, versions, host facts, seed, scale, and how the run ended |
 * | `cases.jsonl` | one line for each repetition of a case: rates, windows, totals, events, warnings (`CaseRecord`) |
 * | `samples.jsonl` | the measured window, one number a line (`Sample`); sums over it are the totals |
 * | `warm-up.jsonl` | the same for what was excluded: before and after the measured window |
 * | `histograms.jsonl` | response times of the measured window, one HdrHistogram for each interval and generator |
 * | `raw/` | what the tools wrote, untouched, in one folder for each repetition |
 * | `summary.json`, `report.html` | made from the files above alone, and made again by `crossbed report` |
 *
 * Times are milliseconds since 1970 UTC in the file's own clock, which is that of the machine that ran Crossbed. A sample's or
 * interval's time is its end, as sar has it.
 */
import { z } from "zod";
import { metrics, type MetricName } from "../../base/metrics.ts";

export const resultVersion = 1;

const count = z.int().nonnegative();
const timeMs = z.number().nonnegative();
const labels = z.record(z.string(), z.string());
const metricName = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);

/** Run ids sort by time: `20261123T030512Z-` and what the caller added. */
export const runIdPattern = /^\d{8}T\d{6}Z-[a-z0-9]{1,16}$/;

/** What identifies a machine's part in the conditions: kernel, CPU model, hypervisor and versions, in the tool's own words. */
const facts = z.record(z.string(), z.string());

const machine = z.object({
  name: z.string(),
  facts,
  /** This machine's clock minus the run's clock. Absent when it was not measured. */
  clockOffsetMs: z.number().optional(),
});

export const manifestSchema = z.object({
  version: z.literal(resultVersion),
  run: z.string().regex(runIdPattern),
  stack: z.string(),
  /** A name of the platform records of the version that ran it. */
  platform: z.string(),
  layout: z.string(),
  inventory: z.string(),
  emulated: z.boolean(),
  scale: z.object({ cores: z.number(), memory: z.number(), load: z.number(), time: z.number() }),
  seed: z.int(),
  planDigest: z.string(),
  imageDigest: z.string().optional(),
  /** The stack's configuration as it was validated, secrets left out. */
  spec: z.json(),
  /** Kind of the workload and what else decides what a request costs, as people write it. Absent in runs of earlier versions. */
  workload: labels.optional(),
  /** Crossbed, Node.js, Pulumi, the workload; name to version. */
  versions: z.record(z.string(), z.string()),
  hosts: z.array(machine.extend({ pcpus: z.int().positive(), memoryMiB: z.number().positive() })),
  simulators: z.array(machine),
  guests: z.array(
    z.object({ name: z.string(), host: z.string(), vcpus: z.int().positive(), memoryMiB: z.number().positive() }),
  ),
  /** What was going to be run, in order, so that an interrupted run shows what it lacks. */
  plannedCases: z.array(
    z.object({ case: z.string(), repetition: z.int().positive(), nominalRate: z.number(), offeredRate: z.number() }),
  ),
  startedAtMs: timeMs,
  /** Absent while the run lasts, and for good when its process was killed. */
  endedAtMs: timeMs.optional(),
  /** `running` in the directory of a run that is over means that its process was killed. */
  status: z.enum(["running", "complete", "interrupted", "failed"]),
  warnings: z.array(z.string()),
});

export const sampleSchema = z.object({
  run: z.string(),
  case: z.string(),
  repetition: z.int().positive(),
  timeMs,
  metric: metricName,
  unit: z.string(),
  value: z.number(),
  /** `host`, `cpu`, `domain`, `generator`, `cluster`: which of several the number belongs to. */
  labels,
});

export const histogramRecordSchema = z.object({
  run: z.string(),
  case: z.string(),
  repetition: z.int().positive(),
  timeMs,
  labels,
  /** HdrHistogram V2, deflated, base64; values are whole microseconds. */
  responseTimeUs: z.string(),
});

/** Something that happened, for the time line: a fail-over, a migration, a restarted collector. */
const event = z.object({
  timeMs,
  /** Absent for an instant. */
  endMs: timeMs.optional(),
  kind: z.enum(["fail-over", "fail-back", "migration", "collector", "interrupted", "note"]),
  /** One line for people. */
  text: z.string(),
});

const span = z.object({ startMs: timeMs, endMs: timeMs });

/** What libvirt counted of a migration; a figure that the hypervisor does not give is absent. Names as in `MigrationJob`. */
const migrationJob = z.object({
  elapsedMs: z.number().optional(),
  downtimeMs: z.number().optional(),
  setupMs: z.number().optional(),
  dataProcessedBytes: z.number().optional(),
  memoryProcessedBytes: z.number().optional(),
  memoryTotalBytes: z.number().optional(),
  memoryBandwidthBytesPerSec: z.number().optional(),
  dirtyRatePagesPerSec: z.number().optional(),
  iterations: z.number().optional(),
});

/** One live migration of a guest under load, there or back. */
const hop = z.object({
  guest: z.string(),
  domain: z.string(),
  /** Cluster that the guest's process serves. */
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  /** From the call to its return. */
  ...span.shape,
  /** Why it failed, in the tools' own words. Absent when the guest arrived. */
  failure: z.string().optional(),
  /** What left the source meanwhile by the card that memory goes through, by the kernel's count: memory and whatever else. */
  sentBytes: count.optional(),
  job: migrationJob.optional(),
  /** Longest time without an answer to the probe that the hop touches; exact to one probe interval at either end. */
  networkGap: span
    .extend({ /** It had no end or no beginning: at least as long. */ isOpen: z.literal(true).optional() })
    .optional(),
});

/** Absent is what the generator does not count. */
const loadTotals = z.object({
  sent: count,
  succeeded: count,
  failed: count,
  retransmissions: count.optional(),
  duplicates: count.optional(),
});

/** Fields of a repetition that is over, without its samples: a line of `cases.jsonl`. */
export const caseRecordSchema = z.object({
  case: z.string(),
  repetition: z.int().positive(),
  /** The study's load, the load offered here (nominal times scale), both in requests per second over all generators. */
  nominalRate: z.number().nonnegative(),
  offeredRate: z.number().nonnegative(),
  arrival: z.enum(["constant", "poisson"]),
  seed: z.int(),
  intervalSec: z.number().positive(),
  startedAtMs: timeMs,
  /** The window that counts. When the case ended before its warm-up did, both are the same. */
  measuredFromMs: timeMs,
  measuredToMs: timeMs,
  endedAtMs: timeMs,
  outcome: z.enum(["completed", "interrupted", "failed"]),
  /** Why, when it failed. */
  failure: z.string().optional(),
  /** Each generator's own count of the measured window, which its intervals must add up to. */
  generators: z.array(
    z.object({
      name: z.string(),
      cluster: z.string(),
      totals: loadTotals,
      /** The generator tells sums over answers only: there are no histograms and no gaps of it. */
      hasSingleAnswers: z.literal(false).optional(),
      /** Greatest delay behind the generator's own schedule in the measured window. */
      maxLagMs: z.number().nonnegative().optional(),
      /** How long the last requests of the window kept it open after its end. */
      drainMs: z.number().nonnegative().optional(),
      /** Longest time of each measured interval without an answer while requests waited; intervals without any are left out. */
      gaps: z.array(span).optional(),
    }),
  ),
  hosts: z.array(
    z.object({
      name: z.string(),
      /** Active: runs the processes that serve the load when the case starts. The study's CPU figures are of that host. */
      role: z.enum(["active", "passive"]),
      tool: z.enum(["sar", "xentop"]),
      pcpus: z.int().positive(),
    }),
  ),
  /** In the order of time; absent where no guest was meant to move. */
  hops: z.array(hop).optional(),
  /** From one probe of the network to the next; absent without a probe. */
  probeIntervalMs: z.number().positive().optional(),
  events: z.array(event),
  warnings: z.array(z.string()),
});

const estimate = z.object({
  mean: z.number(),
  /** Σ(x - mean)² / (N - 1), which the study's response-time rows follow. This, stddev and margin are null for a single value. */
  variance: z.number().nullable(),
  /** Σ(x - mean)² / N; the study's formula 4.4.1. */
  varianceN: z.number(),
  stddev: z.number().nullable(),
  /** 1.96 · stddev / √N, half the width of the study's 95 % interval. */
  margin: z.number().nullable(),
  n: count,
  /**
   * Half the width of a 95 % interval that allows for neighbouring intervals being alike: batch means with Student's t. Null
   * where there are too few intervals for it.
   */
  batchMargin: z.number().nullable(),
});

/** A difference of two means, with half the width of its 95 % interval; null where a side has a single value. */
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
  /** By the kernel's count on the source's card: memory with its protocol, and whatever else left by that card. */
  sentBytes: z.number().nullable(),
  /** Memory alone, by the hypervisor. */
  memoryProcessedBytes: z.number().nullable(),
  iterations: z.number().nullable(),
  /** Requests of the moved cluster in the intervals that the hop touches. */
  failed: count,
  retransmissions: count.nullable(),
  maxResponseTimeMs: z.number().nullable(),
  /** The same of the clusters that stayed. */
  othersFailed: count,
  othersMaxResponseTimeMs: z.number().nullable(),
  /** From the hop's end until an interval's mean is no longer above all of the baseline's. Null: not before the next hop. */
  recoverySec: z.number().nullable(),
  /** Busy CPU during the hop less that of the baseline, in percentage points of all pCPUs, by host. */
  cpuOverhead: z.record(z.string(), difference),
});

const summaryCase = z.object({
  case: z.string(),
  repetition: z.int().positive(),
  nominalRate: z.number(),
  offeredRate: z.number(),
  /** Requests sent and answered in the measured window, per second of it. */
  sentRate: z.number().nullable(),
  achievedRate: z.number().nullable(),
  ...loadTotals.shape,
  /** Null where a generator does not count them. */
  retransmissions: count.nullable(),
  duplicates: count.nullable(),
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
      p50: z.number().nullable(),
      p90: z.number().nullable(),
      p99: z.number().nullable(),
      max: z.number().nullable(),
      /** Over all answers, where `mean` is over intervals. */
      meanOfAnswers: z.number(),
    })
    .nullable(),
  /** How long the response time was still settling after the warm-up, by MSER-5. Nothing is cut by it. Null: too few intervals. */
  unsettledSec: z.number().nullable(),
  /** Live migrations in the order of time; absent where none was meant to take place. */
  hops: z.array(hopFigures).optional(),
  /** From one probe of the network to the next: what its downtimes are exact to. */
  probeIntervalMs: z.number().positive().optional(),
  warnings: z.array(z.string()),
});

export const summarySchema = z.object({
  version: z.literal(resultVersion),
  run: z.string(),
  stack: z.string(),
  platform: manifestSchema.shape.platform,
  layout: z.string(),
  emulated: z.boolean(),
  scale: manifestSchema.shape.scale,
  status: manifestSchema.shape.status,
  interrupted: z.boolean(),
  cases: z.array(summaryCase),
  warnings: z.array(z.string()),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;
export type Sample = Readonly<z.infer<typeof sampleSchema>>;
export type HistogramRecord = Readonly<z.infer<typeof histogramRecordSchema>>;
export type CaseRecord = Readonly<z.infer<typeof caseRecordSchema>>;
export type RunEvent = Readonly<z.infer<typeof event>>;
export type HopRecord = Readonly<z.infer<typeof hop>>;
export type HopFigures = Readonly<z.infer<typeof hopFigures>>;
export type Estimate = Readonly<z.infer<typeof estimate>>;
export type Summary = Readonly<z.infer<typeof summarySchema>>;
export type SummaryCase = Readonly<z.infer<typeof summaryCase>>;
