/**
 * What counts as one observation in a comparison. Intervals of one repetition resemble their neighbours, and repetitions of one
 * build share whatever a rebuild would change: only what was done anew is independent.
 */
import type { Manifest } from "../../results/manifest.ts";
import type { SummaryCase } from "../../results/summary.ts";
import { HistogramSum } from "../histogram.ts";
import type { RunFigures } from "../summarise.ts";

/** One repetition of a case, or all repetitions of it in one build. */
export class Unit {
  /** `20261123T030512Z-1a2b r1`, or the id of the build's first run alone. */
  readonly label: string;
  readonly repetitions: readonly { readonly summary: SummaryCase; readonly histogram: HistogramSum }[];

  constructor(label: string, repetitions: Unit["repetitions"]) {
    this.label = label;
    this.repetitions = repetitions;
  }

  /** Answers of all repetitions as one distribution. */
  histogram(): HistogramSum {
    const sum = new HistogramSum();
    for (const { histogram } of this.repetitions) sum.addSum(histogram);
    return sum;
  }
}

export interface ComparedRun {
  readonly manifest: Manifest;
  readonly analysis: RunFigures;
  /** Runs of one build have the same: one that was interrupted, and the run that went on with it. Absent: the run is alone. */
  readonly build?: string;
}

/** One side of a comparison: a run, several runs of one testbed, or all runs of a stack. */
export interface Side {
  /** As the user named it, short. */
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

export type UnitKind = "run" | "repetition";

/** Runs are the unit where every side has two builds at least; else repetitions, which hold less of what can vary. */
export function unitKindOf(sides: readonly Side[]): UnitKind {
  return sides.every(({ runs }) => new Set(runs.map(buildOf)).size >= 2) ? "run" : "repetition";
}

/** What tells builds apart, whether or not a run is alone in its own. */
export function buildOf({ build, manifest }: Pick<ComparedRun, "build" | "manifest">): string {
  return build ?? `${manifest.stack}/${manifest.run}`;
}

/** A load by what the study calls it and by what moves meanwhile: cases of two platforms meet in it. Requests per second. */
export interface LoadKey {
  readonly nominalReqPerSec: number;
  readonly hasMigration: boolean;
}

/** The units of one load, in the order in which they ran. Repetitions that did not end are left out. */
export function unitsOf({ runs }: Side, kind: UnitKind, load: LoadKey): Unit[] {
  const builds = new Map<string, Unit>();
  const single = runs.flatMap((each) => {
    const { analysis } = each;
    const repetitions = analysis.summary.cases.flatMap((summary, index) => {
      const histogram = analysis.histograms[index];
      const isMeant =
        summary.nominalReqPerSec === load.nominalReqPerSec && (summary.hops !== undefined) === load.hasMigration;
      return histogram === undefined || !isMeant || summary.outcome !== "completed" ? [] : [{ summary, histogram }];
    });
    const { run } = analysis.summary;
    if (repetitions.length > 0) {
      const known = builds.get(buildOf(each));
      builds.set(buildOf(each), new Unit(known?.label ?? run, [...(known?.repetitions ?? []), ...repetitions]));
    }
    return repetitions.map((one) => new Unit(`${run} r${String(one.summary.repetition)}`, [one]));
  });
  return kind === "run" ? [...builds.values()] : single;
}

/** Loads that every side has measured, ascending. */
export function sharedLoads(sides: readonly Side[]): LoadKey[] {
  const keys = sides.map(({ runs }) => {
    const cases = runs.flatMap(({ analysis }) => analysis.summary.cases);
    return new Map(
      cases.map(({ nominalReqPerSec, hops }) => {
        const key = { nominalReqPerSec, hasMigration: hops !== undefined };
        return [JSON.stringify(key), key];
      }),
    );
  });
  const [first = new Map<string, LoadKey>(), ...others] = keys;
  return [...first]
    .filter(([key]) => others.every((each) => each.has(key)))
    .map(([, key]) => key)
    .toSorted(
      (left, right) =>
        left.nominalReqPerSec - right.nominalReqPerSec || Number(left.hasMigration) - Number(right.hasMigration),
    );
}
