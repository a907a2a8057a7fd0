/** How two testbeds of a study differ in one measure, over all loads that both carried. */
import { mean, sampleVariance } from "simple-statistics";
import { percentileNames } from "../../../base/metrics.ts";
import { confidenceLevel } from "../../../base/confidence.ts";
import { cliffsDelta } from "../cliffs-delta.ts";
import { familyRisk } from "../compare/repetitions.ts";
import type { MeasureName } from "../compare/measures.ts";
import { unitKindOf, type LoadKey, type UnitKind } from "../compare/unit.ts";
import { leastStratifiedP, stratifiedDifference, stratifiedP, type Stratum } from "../stratified-permutation.ts";
import { studentQuantile } from "../student-t.ts";
import type { Observation, Testbed } from "./testbed.ts";

/** `points`: a difference in the measure's unit. `ratio`: other by base less 1, by the mean of the logarithms. */
export type EffectScale = "points" | "ratio";

export interface EffectAtLoad {
  readonly load: LoadKey;
  readonly base: readonly number[];
  readonly other: readonly number[];
}

export interface Effect {
  readonly measure: MeasureName;
  readonly scale: EffectScale;
  readonly base: Testbed;
  readonly other: Testbed;
  readonly unit: UnitKind;
  /** Ascending; empty when the testbeds share no load at which both measured it. */
  readonly loads: readonly EffectAtLoad[];
  /** Mean over the loads, other less base; undefined without a load. */
  readonly estimate: number | undefined;
  /** 95 %, Student's t with the spread of all loads pooled; undefined where nothing was repeated, and for a vague ratio. */
  readonly interval: Interval | undefined;
  /** Degrees of freedom of a ratio's interval that is withheld, for it spans more than `widestRatio`. */
  readonly vagueFreedom?: number;
  /** Mean over the loads of Cliff's delta. */
  readonly delta: number | undefined;
  /** Before Holm's adjustment; 1 without a load. */
  readonly p: number;
  /** The least that these numbers of observations can give. */
  readonly leastP: number;
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A ratio's interval that spans more says nothing, and looks as if it did. */
export const widestRatio = 100;

const ratioMeasures: readonly MeasureName[] = [
  "mean",
  ...percentileNames,
  "downtime-network",
  "downtime-service",
  "downtime-hypervisor",
  "migration-time",
];

/** Repetitions are taken as independent between loads, runs are not: a run's loads make one observation together. */
export function effectOf(
  base: Testbed,
  other: Testbed,
  measure: MeasureName,
  isMeant: (load: LoadKey) => boolean,
): Effect {
  const unit = unitKindOf([base, other].map(({ side }) => side ?? { name: "", runs: [] }));
  const loads = sharedCells(base.observations(unit), other.observations(unit), measure).filter(({ load }) =>
    isMeant(load),
  );
  const isRatio =
    ratioMeasures.includes(measure) && loads.every((each) => [...each.base, ...each.other].every((value) => value > 0));
  const scaled = (values: readonly number[]): number[] => values.map((value) => (isRatio ? Math.log(value) : value));
  const byLoad = loads.map((each): Stratum => ({ base: scaled(each.base), other: scaled(each.other) }));
  const strata = byLoad.length > 0 && unit === "run" && isRectangular(byLoad) ? [meanOverLoads(byLoad)] : byLoad;
  const back = (value: number): number => (isRatio ? Math.expm1(value) : value);
  const estimate = strata.length === 0 ? undefined : stratifiedDifference(strata);
  const { margin, freedom } = marginOf(strata);
  const isVague = isRatio && margin !== undefined && Math.exp(2 * margin) > widestRatio;
  return {
    ...{ measure, base, other, unit, loads },
    scale: isRatio ? "ratio" : "points",
    estimate: estimate === undefined ? undefined : back(estimate),
    interval:
      estimate === undefined || margin === undefined || isVague
        ? undefined
        : { low: back(estimate - margin), high: back(estimate + margin) },
    ...(isVague ? { vagueFreedom: freedom } : {}),
    delta: loads.length === 0 ? undefined : mean(loads.map((each) => cliffsDelta(each.other, each.base))),
    p: strata.length === 0 ? 1 : stratifiedP(strata),
    leastP: strata.length === 0 ? 1 : leastStratifiedP(strata),
  };
}

function sharedCells(
  base: readonly Observation[],
  other: readonly Observation[],
  measure: MeasureName,
): EffectAtLoad[] {
  const keyOf = ({ load }: Observation): string => JSON.stringify(load);
  // A migration may fail requests and is compared all the same: that is what it costs.
  const valuesOf = (observations: readonly Observation[], key: string): number[] =>
    observations.flatMap((each) =>
      keyOf(each) === key && (each.isCarried || each.load.hasMigration) ? (each.values[measure] ?? []) : [],
    );
  return [...new Map(base.map((each) => [keyOf(each), each.load]))]
    .map(([key, load]) => ({ load, base: valuesOf(base, key), other: valuesOf(other, key) }))
    .filter((each) => each.base.length > 0 && each.other.length > 0)
    .toSorted((left, right) => left.load.nominalReqPerSec - right.load.nominalReqPerSec);
}

/** Every load has a value of the same runs: then a run's mean over its loads is one value. */
function isRectangular(strata: readonly Stratum[]): boolean {
  const [first] = strata;
  return strata.every(({ base, other }) => base.length === first?.base.length && other.length === first.other.length);
}

function meanOverLoads(strata: readonly Stratum[]): Stratum {
  const over = (side: "base" | "other"): number[] =>
    (strata[0]?.[side] ?? []).map((_, index) => mean(strata.map((each) => each[side][index] ?? NaN)));
  return { base: over("base"), other: over("other") };
}

function marginOf(strata: readonly Stratum[]): { readonly margin: number | undefined; readonly freedom: number } {
  const samples = strata.flatMap(({ base, other }) => [base, other]);
  const freedom = samples.reduce((sum, values) => sum + values.length - 1, 0);
  if (strata.length === 0 || freedom === 0) return { margin: undefined, freedom };
  const squares = samples.reduce(
    (sum, values) => sum + (values.length > 1 ? sampleVariance([...values]) * (values.length - 1) : 0),
    0,
  );
  const each = strata.reduce((sum, { base, other }) => sum + 1 / base.length + 1 / other.length, 0);
  const error = Math.sqrt((squares / freedom) * each) / strata.length;
  return { margin: studentQuantile((1 + confidenceLevel) / 2, freedom) * error, freedom };
}

/** Whether the data can carry a conclusion among `tests` of them, and which. */
export type Conclusion =
  | { readonly kind: "shown"; readonly direction: "higher" | "lower" }
  | { readonly kind: "not-shown" }
  /** So few observations cannot show anything; `repetitions` a side at each load could, undefined without a shared load. */
  | { readonly kind: "withheld"; readonly repetitions: number | undefined };

export function conclude(effect: Effect, adjustedP: number, tests: number): Conclusion {
  const { estimate, leastP, loads, unit } = effect;
  if (estimate === undefined) return { kind: "withheld", repetitions: undefined };
  if (adjustedP <= familyRisk) return { kind: "shown", direction: estimate > 0 ? "higher" : "lower" };
  if (leastP * tests <= familyRisk) return { kind: "not-shown" };
  return { kind: "withheld", repetitions: repetitionsThatTell(unit === "run" ? 1 : loads.length, tests) };
}

function repetitionsThatTell(strata: number, tests: number): number {
  const shape = (n: number): Stratum[] => {
    const values = Array.from({ length: n }, () => 0);
    return Array.from({ length: strata }, () => ({ base: values, other: values }));
  };
  let n = 2;
  while (leastStratifiedP(shape(n)) * tests > familyRisk) n += 1;
  return n;
}
