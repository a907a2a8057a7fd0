/** A testbed of a study: one platform in one layout, with everything that was observed of it, whichever runs it comes from. */
import { platformNames } from "../../../platforms/index.ts";
import { studyLayouts } from "../../cases/study.ts";
import type { SummaryCase } from "../../results/summary.ts";
import { measures, type Measure, type MeasureName } from "../compare/measures.ts";
import { sharedLoads, unitsOf, type ComparedRun, type LoadKey, type Side, type UnitKind } from "../compare/unit.ts";

/** One unit of observation at one load. */
export interface Observation {
  /** The run, or the repetition of a run: values of one unit at several loads share what a rebuild changes. */
  readonly unit: string;
  readonly load: LoadKey;
  /** False where any repetition at this load was not carried: its figures are those of a full queue. */
  readonly isCarried: boolean;
  /** Absent is what was not measured. */
  readonly values: Partial<Record<MeasureName, number>>;
}

export interface Testbed {
  readonly platform: string;
  readonly layout: string;
  readonly emulated: boolean;
  /** Undefined for numbers that no run gave: the study's. */
  readonly side: Side | undefined;
  readonly observations: (kind: UnitKind) => readonly Observation[];
  /** Repetitions that are over, those that were not carried included. */
  readonly cases: readonly SummaryCase[];
}

/** Groups runs by platform and layout: platforms in the order of their records, layouts in the study's, others by name. */
export function testbedsOf(runs: readonly ComparedRun[]): Testbed[] {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.manifest.platform, run.manifest.layout]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [testbedOf(first.manifest, group)];
    })
    .toSorted(byOrder);
}

/** A run that was cut before any case was whole observed nothing: it is in `cases` alone. */
function testbedOf({ platform, layout }: Pick<Testbed, "platform" | "layout">, runs: readonly ComparedRun[]): Testbed {
  const side = { name: `${platform} ${layout}`, runs: runs.filter(hasWholeCase) };
  const of = { run: observationsOf(side, "run"), repetition: observationsOf(side, "repetition") };
  return {
    platform,
    layout,
    emulated: runs.some(({ manifest }) => manifest.emulated),
    side,
    observations: (kind) => of[kind],
    cases: runs.flatMap(({ analysis }) => analysis.summary.cases),
  };
}

const hasWholeCase = ({ analysis }: ComparedRun): boolean =>
  analysis.summary.cases.some(({ outcome }) => outcome === "completed");

function observationsOf(side: Side, kind: UnitKind): Observation[] {
  return sharedLoads([side]).flatMap((load) => {
    const units = unitsOf(side, kind, load);
    const isCarried = units.every(({ repetitions }) => repetitions.every(({ summary }) => summary.feasible !== false));
    return units.map((unit): Observation => {
      const values = measures.flatMap((measure: Measure & { readonly name: MeasureName }) => {
        const value = measure.valueOf(unit);
        return value === undefined ? [] : [[measure.name, value] as const];
      });
      return { unit: unit.label, load, isCarried, values: Object.fromEntries(values) };
    });
  });
}

function byOrder(left: Pick<Testbed, "platform" | "layout">, right: typeof left): number {
  const rank = (order: readonly string[], name: string): number =>
    order.includes(name) ? order.indexOf(name) : order.length;
  return (
    rank(platformNames, left.platform) - rank(platformNames, right.platform) ||
    rank(studyLayouts, left.layout) - rank(studyLayouts, right.layout) ||
    left.layout.localeCompare(right.layout, "en")
  );
}
