/**
 * What a load generator gets and what it reports: one JSON object a line. Times are milliseconds since 1970 UTC by the generator's own
 * clock, read once a run and carried on by its monotonic clock, so that a run's times never jump.
 *
 * **Attribution.** A request belongs to the phase in which it was due. What happens to it (sent, sent again, answered, given
 * up) counts in the interval of its phase in which it happened; the last interval of a phase stays open until the last
 * request of the phase is answered or given up. So in each phase `sent = succeeded + failed`, the sums over the measured
 * intervals are the totals exactly, and a late answer to a warm-up request never shows in the measured phase. An interval
 * is printed when it is complete; the last one of the warm-up may therefore follow the first measured one.
 */

import type { Arrival } from "../base/arrivals.ts";
import type { LoadCounts } from "../base/metrics.ts";

/** A load: what a generator has to offer in one case. */
export interface RunSpec {
  readonly rateReqPerSec: number;
  readonly arrival: Arrival;
  /** Decides the arrival times. */
  readonly seed: number;
  /** Start of the run by the generator's own clock; absent: as soon as the command is read. */
  readonly startAtEpochMs?: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly intervalMs: number;
  /** From a transmission to the next one. */
  readonly timeoutMs: number;
  /** 0: a request that times out has failed. */
  readonly maxRetransmissions: number;
  /** A warning is due when a hundredth of the first transmissions leaves later than this. Absent: the usual time. */
  readonly lagWarningMs?: number;
}

/** From the intended send time to the answer, of the requests answered in the interval. What the generator does not measure is absent. */
export interface ResponseTimeMs {
  readonly mean: number;
  readonly min?: number;
  readonly max?: number;
}

/** How long after their intended times the first transmissions left: the generator's own error. */
export interface SendLag {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** HdrHistogram V2, deflated, base64; whole microseconds from 1, 3 significant digits. */
  readonly histogram: string;
}

/** The longest time without any answer while at least one request waited for one. */
export interface ServiceGap {
  readonly durationMs: number;
  readonly startEpochMs: number;
  /** The answer that ended it, or the end of the run. */
  readonly endEpochMs: number;
}

/** The generator's link carries traffic; printed once, before any run. */
export interface ReadyRecord {
  readonly kind: "ready";
  readonly generator: string;
  readonly timeEpochMs: number;
  readonly pid: number;
}

export interface IntervalRecord extends LoadCounts {
  readonly kind: "interval";
  readonly generator: string;
  /** From 0, warm-up intervals first. */
  readonly index: number;
  readonly startEpochMs: number;
  readonly endEpochMs: number;
  readonly phase: "warm-up" | "measure";
  /** Absent when nothing was answered. */
  readonly responseTimeMs?: ResponseTimeMs;
  /** HdrHistogram V2, deflated, base64; whole microseconds, 3 significant digits. Absent when nothing was answered, or where single
   *  answers are not measured. */
  readonly histogram?: string;
  /** Greatest delay of a first transmission behind its intended time. It is part of the response time; absent where not measured. */
  readonly maxLagMs?: number;
  /** How long after its end the interval stayed open for its phase's last requests; absent elsewhere. */
  readonly drainMs?: number;
  /** Longest that ended in the interval; measured phase only. Absent when no request waited. */
  readonly serviceGap?: ServiceGap;
}

/** Something a reader of the results must know, such as a generator that fell behind its own schedule. */
export interface WarningRecord {
  readonly kind: "warning";
  readonly generator: string;
  readonly timeEpochMs: number;
  readonly code: "lag" | "link-down" | "link-up" | "rejected-command" | "malformed-message";
  /** One sentence for people. */
  readonly message: string;
  /** With `lag`: how far behind. */
  readonly lagMs?: number;
}

/** The end of a run. */
export interface FinalRecord {
  readonly kind: "final";
  readonly generator: string;
  /** The measured phase; when interrupted, the part of it that took place. */
  readonly startEpochMs: number;
  readonly endEpochMs: number;
  readonly interrupted: boolean;
  /** Of the measured phase: exactly the sums over its intervals. */
  readonly totals: LoadCounts;
  /** Absent when nothing was answered. */
  readonly responseTimeMs?: ResponseTimeMs;
  /** The measured phase's histogram, as in an interval. */
  readonly histogram?: string;
  /** Longest of the measured phase; absent when no request waited. */
  readonly serviceGap?: ServiceGap;
  readonly maxLagMs?: number;
  /** Of the measured phase; absent when nothing was sent. */
  readonly sendLag?: SendLag;
}

export type GeneratorRecord = ReadyRecord | IntervalRecord | WarningRecord | FinalRecord;
