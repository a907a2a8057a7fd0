/** `cases.jsonl`: a line for each repetition that is over. */
import { z } from "zod";
import { arrivals } from "../../base/arrivals.ts";
import { loadCounts, optionalLoadCounts, perName } from "../../base/metrics.ts";
import { count, intervalSec, span, timeMs } from "./directory.ts";
import { warningSchema } from "./warning.ts";

/** Something that happened, for the time line: a fail-over, a migration, a restarted collector. */
const event = z.object({
  timeMs,
  /** Absent for an instant. */
  endMs: timeMs.optional(),
  kind: z.enum(["fail-over", "fail-back", "migration", "collector", "interrupted", "note"]),
  /** One line for people. */
  text: z.string(),
});

/** A time without an answer. Open: it had no end or no beginning while one looked, and is at least as long. */
const gap = span.extend({ isOpen: z.literal(true).optional() });

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
  networkGap: gap.optional(),
});

/** A machine's clock minus the run's, and to within what that is known. */
const clockOffset = z.object({ offsetMs: z.number(), uncertaintyMs: z.number().nonnegative() });

/** Absent is what the generator does not count; an application that tells in its place does not see what was sent. */
const loadTotals = z
  .object(perName(loadCounts, () => count))
  .partial({ ...perName(optionalLoadCounts, () => true as const), sent: true });

/** How long after their intended times a generator's first transmissions left: its own error. Absent is what it does not tell. */
const sendLag = z.object({
  p50Ms: z.number().nonnegative().optional(),
  p99Ms: z.number().nonnegative().optional(),
  maxMs: z.number().nonnegative(),
  /** HdrHistogram V2, deflated, base64; whole microseconds. */
  histogram: z.string().optional(),
});

/** Fields of a repetition that is over, without its samples: a line of `cases.jsonl`. */
export const caseRecordSchema = z.object({
  case: z.string(),
  repetition: z.int().positive(),
  /** The study's load, the load offered here (nominal times scale), both in requests per second over all generators. */
  nominalReqPerSec: z.number().nonnegative(),
  offeredReqPerSec: z.number().nonnegative(),
  /** Absent, as the seed, in runs that were imported: where nobody described it. */
  arrival: z.enum(arrivals).optional(),
  seed: z.int().optional(),
  intervalSec,
  startedAtMs: timeMs,
  /** The window that counts. When the case ended before its warm-up did, both are the same. */
  measuredFromMs: timeMs,
  measuredToMs: timeMs,
  endedAtMs: timeMs,
  outcome: z.enum(["completed", "interrupted", "failed"]),
  /** Why, when it failed. */
  failure: z.string().optional(),
  /** Each generator's own count of the measured window, which its intervals must add up to. Empty where nobody recorded the load. */
  generators: z.array(
    z.object({
      name: z.string(),
      cluster: z.string(),
      totals: loadTotals,
      /** The generator tells sums over answers only: there are no histograms and no gaps of it. */
      hasSingleAnswers: z.literal(false).optional(),
      /** Of the measured window; absent where it is not measured. */
      sendLag: sendLag.optional(),
      /** How long the last requests of the window kept it open after its end. */
      drainMs: z.number().nonnegative().optional(),
      /** Longest time of each measured interval without an answer while requests waited; intervals without any are left out. */
      gaps: z.array(gap).optional(),
    }),
  ),
  hosts: z.array(
    z.object({
      name: z.string(),
      /** Active: runs the processes that serve the load when the case starts. The study's CPU figures are of that host. */
      role: z.enum(["active", "passive"]),
      /** Collector of its CPU, by a name of the version that ran it. */
      tool: z.string(),
      /** Absent in runs that were imported: where nobody described it. */
      pcpus: z.int().positive().optional(),
    }),
  ),
  /** In the order of time; absent where no guest was meant to move. */
  hops: z.array(hop).optional(),
  /** From one probe of the network to the next; absent without a probe. */
  probeIntervalMs: z.number().positive().optional(),
  /** Each machine's clock before the case, which its samples were brought to the run's clock by, and after it. Absent in the first
   *  runs; `after` where a machine was lost. */
  clocks: z.array(z.object({ machine: z.string(), before: clockOffset, after: clockOffset.optional() })).optional(),
  events: z.array(event),
  warnings: z.array(warningSchema),
});

export type CaseRecord = Readonly<z.infer<typeof caseRecordSchema>>;
export type RunEvent = Readonly<z.infer<typeof event>>;
export type HopRecord = Readonly<z.infer<typeof hop>>;
