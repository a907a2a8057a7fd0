/** Which cases a benchmark runs, at which rates, in which order, and how long that takes. */
import type { Arrival } from "../../base/arrivals.ts";
import { minToSec, secToMin } from "../../base/units.ts";
import {
  leastFirstWarmUpSec,
  overheadSecPerCase,
  shortestIntervalSec,
  studyIntervalSec,
  studyMeasuredMin,
  warmUpMin,
} from "./durations.ts";
import { planMigration, settleMin } from "./migration.ts";
import { shuffled } from "./order.ts";
import type { PlannedCase } from "./planned-case.ts";
import { maxRetransmissions, requestTimeoutMs } from "./retransmission.ts";
import { caseName, studyCases } from "./study.ts";

export interface CaseOptions {
  /** Names of both, as the study's cases have them and as a case's name shows them. */
  readonly platform: string;
  readonly layout: string;
  /** Each cluster's part of a case's load, by its name; together 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Cluster whose active guest moves under load; absent where none does. */
  readonly movingCluster?: string;
  /** Total loads to run, as the study counts them. */
  readonly loadsReqPerSec: readonly number[];
  readonly repetitions: number;
  readonly arrival: Arrival;
  readonly seed: number;
  readonly loadScale: number;
  readonly timeScale: number;
}

export interface CasesPlan {
  readonly seed: number;
  readonly cases: readonly PlannedCase[];
  /** Estimate for all cases together. */
  readonly minutes: number;
}

/** Loads that the study tried on a platform and layout, ascending. */
export function studyLoads(platform: string, layout: string): number[] {
  return studyCases
    .filter((studyCase) => studyCase.platform === platform && studyCase.layout === layout)
    .map((studyCase) => studyCase.nominalReqPerSec)
    .toSorted((left, right) => left - right);
}

/** An estimate of how long a case will take. */
export function expectedSec({ warmUpSec, measuredSec, migration }: PlannedCase): number {
  if (migration === undefined) return warmUpSec + measuredSec + overheadSecPerCase;
  const hopsSec = migration.hops * (migration.expectedSec + migration.pauseSec);
  return warmUpSec + migration.pauseSec + hopsSec + overheadSecPerCase;
}

/** Plans every repetition of every case in one random order, so that drift of the machine does not favour a load. */
export function planCases(options: CaseOptions): CasesPlan {
  const intervalSec = Math.max(shortestIntervalSec, Math.round(studyIntervalSec * options.timeScale));
  const wholeIntervals = (minutes: number): number =>
    Math.max(1, Math.round((minToSec(minutes) * options.timeScale) / intervalSec)) * intervalSec;

  const warmUpSec = wholeIntervals(options.movingCluster === undefined ? warmUpMin : settleMin);
  const firstWarmUpSec = Math.max(warmUpSec, Math.ceil(leastFirstWarmUpSec / intervalSec) * intervalSec);

  const { shares, movingCluster } = options;
  const migration =
    movingCluster === undefined ? undefined : planMigration(movingCluster, options.timeScale, intervalSec);
  const measuredSec =
    migration === undefined
      ? wholeIntervals(studyMeasuredMin)
      : migration.pauseSec + migration.hops * (migration.limitSec + migration.pauseSec);

  const runs = options.loadsReqPerSec.flatMap((nominalReqPerSec) =>
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
        Object.entries(shares).map(([cluster, share]) => [cluster, Number((offeredReqPerSec * share).toPrecision(12))]),
      ),
      arrival: options.arrival,
      seed: options.seed + index,
      warmUpSec: index === 0 ? firstWarmUpSec : warmUpSec,
      measuredSec,
      intervalSec,
      timeoutMs: requestTimeoutMs,
      maxRetransmissions,
      ...(migration === undefined ? {} : { migration }),
    };
  });
  const seconds = cases.reduce((sum, run) => sum + expectedSec(run), 0);
  return { seed: options.seed, cases, minutes: Math.ceil(secToMin(seconds) * 10) / 10 };
}

/** Name of the case at a load: the study's number where it tried the load, else platform, layout and load. */
export function nameOfLoad(
  { platform, layout }: Pick<CaseOptions, "platform" | "layout">,
  nominalReqPerSec: number,
): string {
  const known = studyCases.find(
    (studyCase) =>
      studyCase.platform === platform && studyCase.layout === layout && studyCase.nominalReqPerSec === nominalReqPerSec,
  );
  return known === undefined ? `${platform}-${layout}-${String(nominalReqPerSec)}` : caseName(known);
}
