/** Puts sides beside each other: at each load that they share, each measure, each other side against the first. */
import { holmAdjusted } from "../holm.ts";
import { differenceOf, judge, type Difference, type Verdict } from "./difference.ts";
import { measures, type Measure, type MeasureName } from "./measures.ts";
import { sharedLoads, unitKindOf, unitsOf, type LoadKey, type Side, type Unit, type UnitKind } from "./unit.ts";

export interface ComparisonRow {
  readonly load: LoadKey;
  readonly measure: Measure & { readonly name: MeasureName };
  readonly base: string;
  readonly other: string;
  readonly difference: Difference;
  /** After Holm's method over all rows of the comparison. */
  readonly adjustedP: number;
  readonly verdict: Verdict;
  /**
   * Half the width of the 95 % interval of the difference by the intervals within one repetition a side. It holds nothing of what
   * a repetition or a rebuild would change. Absent where there are more repetitions, or too few intervals.
   */
  readonly withinRunMargin?: number;
}

/** A row that is missing because a side did not measure it. */
export interface MissingRow {
  readonly load: LoadKey;
  readonly measure: MeasureName;
  readonly sides: readonly string[];
}

export interface Comparison {
  readonly sides: readonly Side[];
  readonly unit: UnitKind;
  readonly loads: readonly LoadKey[];
  /** By load, then measure, then side. */
  readonly rows: readonly ComparisonRow[];
  readonly missing: readonly MissingRow[];
}

/** `only`: names of measures; all of them when it is empty. The first side is the base. */
export function compareSides(sides: readonly Side[], only: readonly MeasureName[] = []): Comparison {
  const unit = unitKindOf(sides);
  const loads = sharedLoads(sides);
  const wanted = measures.filter(({ name }) => only.length === 0 || only.includes(name));
  const missing: MissingRow[] = [];
  const drafts = loads.flatMap((load) => {
    const units = sides.map((side) => ({ name: side.name, units: unitsOf(side, unit, load) }));
    return wanted.flatMap((measure: Measure & { readonly name: MeasureName }) => {
      const lacking = units.filter((side) => valuesOf(side.units, measure).length === 0);
      const isMeant = lacking.length < units.length;
      if (lacking.length > 0) {
        if (isMeant) missing.push({ load, measure: measure.name, sides: lacking.map(({ name }) => name) });
        return [];
      }
      const [base, ...others] = units;
      return base === undefined ? [] : others.map((other) => draftRow(load, measure, base, other));
    });
  });
  const adjusted = holmAdjusted(drafts.map(({ difference }) => difference.p));
  const rows = drafts.map((draft, index): ComparisonRow => {
    const adjustedP = adjusted[index] ?? 1;
    return { ...draft, adjustedP, verdict: judge(draft.difference, adjustedP, drafts.length) };
  });
  return { sides, unit, loads, rows, missing };
}

interface NamedUnits {
  readonly name: string;
  readonly units: readonly Unit[];
}

function draftRow(load: LoadKey, measure: ComparisonRow["measure"], base: NamedUnits, other: NamedUnits) {
  const margin = withinRunMargin(measure, base.units, other.units);
  return {
    load,
    measure,
    base: base.name,
    other: other.name,
    difference: differenceOf(valuesOf(base.units, measure), valuesOf(other.units, measure)),
    ...(margin === undefined ? {} : { withinRunMargin: margin }),
  };
}

function valuesOf(units: readonly Unit[], { valueOf }: Measure): number[] {
  return units.map(valueOf).filter((value) => value !== undefined);
}

/** The intervals of two independent means: their half widths add as squares do. */
function withinRunMargin({ marginOf }: Measure, base: readonly Unit[], other: readonly Unit[]): number | undefined {
  const [left, right] = [base[0], other[0]];
  if (base.length > 1 || other.length > 1 || left === undefined || right === undefined) return undefined;
  const [a, b] = [marginOf?.(left), marginOf?.(right)];
  return a === undefined || b === undefined ? undefined : Math.hypot(a, b);
}
