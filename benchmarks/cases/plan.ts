/** Which cases a benchmark runs, at which rates, in which order, and how long that takes. */
import { minToSec, secToMin } from "../../base/units.ts";
import { shuffled } from "./order.ts";
import { caseName, studyCases, type Layout, type Platform } from "./study.ts";

/** The study's procedure (thesis 3.7.1): 20 minutes at a constant load, CPU and response time every 10 seconds. */
const studyMeasuredMin = 20;
const studyIntervalSec = 10;
/** Not in the study: excluded from every figure, so that start-up does not count. */
const warmUpMin = 2;
/** sar and the generators count whole seconds; shorter intervals hold too few answers to say anything. */
const shortestIntervalSec = 2;
/** The study names no time-out; these are TCAP operation timers of the short class (ITU-T Q.775), tightened for a lab. */
const requestTimeoutMs = 2000;
const maxRetransmissions = 2;
/** Starting collectors and generators, draining, between two cases. */
const overheadSecPerCase = 8;

export interface CaseOptions {
  readonly platform: Platform;
  readonly layout: Layout;
  /** Names of the clusters that carry load; a case's load is split into equal parts. */
  readonly clusters: readonly string[];
  /** Total loads of the study to run, or all that the study tried on this platform and layout. */
  readonly loadsReqPerSec: readonly number[] | "study";
  readonly repetitions: number;
  readonly arrival: "constant" | "poisson";
  readonly seed: number;
  readonly loadScale: number;
  readonly timeScale: number;
}

/** One run of one case; the order in the plan is the order of execution. */
export interface PlannedCase {
  readonly case: string;
  /** From 1. */
  readonly repetition: number;
  /** The study's load and the load offered here: nominal times the load scale. */
  readonly nominalReqPerSec: number;
  readonly offeredReqPerSec: number;
  readonly clusterReqPerSec: Readonly<Record<string, number>>;
  readonly arrival: "constant" | "poisson";
  /** Of the arrival process; differs from run to run, follows from the benchmark's seed. */
  readonly seed: number;
  readonly warmUpSec: number;
  readonly measuredSec: number;
  readonly intervalSec: number;
  /** A request without an answer is sent again after this time, at most so many times; then it has failed. */
  readonly timeoutMs: number;
  readonly maxRetransmissions: number;
}

export interface CasesPlan {
  readonly seed: number;
  readonly cases: readonly PlannedCase[];
  /** Estimate for all cases together. */
  readonly minutes: number;
}

/** Loads that the study tried on a platform and layout, ascending. */
export function studyLoads(platform: Platform, layout: Layout): number[] {
  return studyCases
    .filter((studyCase) => studyCase.platform === platform && studyCase.layout === layout)
    .map((studyCase) => studyCase.nominalReqPerSec)
    .toSorted((left, right) => left - right);
}

/** Plans every repetition of every case in one random order, so that drift of the machine does not favour a load. */
export function planCases(options: CaseOptions): CasesPlan {
  const loads =
    options.loadsReqPerSec === "study" ? studyLoads(options.platform, options.layout) : options.loadsReqPerSec;
  const intervalSec = Math.max(shortestIntervalSec, Math.round(studyIntervalSec * options.timeScale));
  const wholeIntervals = (minutes: number): number =>
    Math.max(1, Math.round((minToSec(minutes) * options.timeScale) / intervalSec)) * intervalSec;

  const runs = loads.flatMap((nominalReqPerSec) =>
    Array.from({ length: options.repetitions }, (_, index) => ({ nominalReqPerSec, repetition: index + 1 })),
  );
  const cases = shuffled(runs, options.seed).map(({ nominalReqPerSec, repetition }, index): PlannedCase => {
    // A scale such as 1/300 is no binary fraction: 7.5 and not 7.500000000000001.
    const offeredReqPerSec = Number((nominalReqPerSec * options.loadScale).toPrecision(12));
    return {
      case: nameOfLoad(options, nominalReqPerSec),
      repetition,
      nominalReqPerSec,
      offeredReqPerSec,
      clusterReqPerSec: Object.fromEntries(
        options.clusters.map((cluster) => [cluster, offeredReqPerSec / options.clusters.length]),
      ),
      arrival: options.arrival,
      seed: options.seed + index,
      warmUpSec: wholeIntervals(warmUpMin),
      measuredSec: wholeIntervals(studyMeasuredMin),
      intervalSec,
      timeoutMs: requestTimeoutMs,
      maxRetransmissions,
    };
  });
  const seconds = cases.reduce((sum, run) => sum + run.warmUpSec + run.measuredSec + overheadSecPerCase, 0);
  return { seed: options.seed, cases, minutes: Math.ceil(secToMin(seconds) * 10) / 10 };
}

function nameOfLoad({ platform, layout }: CaseOptions, nominalReqPerSec: number): string {
  const known = studyCases.find(
    (studyCase) =>
      studyCase.platform === platform && studyCase.layout === layout && studyCase.nominalReqPerSec === nominalReqPerSec,
  );
  return known === undefined ? `${platform}-${layout}-${String(nominalReqPerSec)}` : caseName(known);
}
