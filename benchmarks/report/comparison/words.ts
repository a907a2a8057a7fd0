/** What a comparison says in words and short numbers, the same in a terminal and on a page. */
import type { Comparison, ComparisonRow } from "../../analysis/compare/compare.ts";
import type { ConditionDifference } from "../../analysis/compare/conditions.ts";
import type { Finding } from "../../analysis/compare/threshold.ts";
import { fewestIntervals } from "../../analysis/series-margin.ts";
import type { Shift } from "../../analysis/hodges-lehmann.ts";
import type { LoadKey, UnitKind } from "../../analysis/compare/unit.ts";
import { formatNumber, formatRate, missing, threeDigits } from "../format.ts";

export function loadTitle({ nominalReqPerSec, hasMigration }: LoadKey): string {
  // A terminal may not have the thin space between thousands.
  return `${formatRate(nominalReqPerSec).replaceAll("\u202F", "")} req/s${hasMigration ? " with live migration" : ""}`;
}

export function unitSentence(unit: UnitKind): string {
  return unit === "run"
    ? "One run is one observation: the spread holds what a rebuild of the testbed changes."
    : "One repetition is one observation: what a rebuild of the testbed changes is not in the spread. Two runs a side or more make runs the unit.";
}

/** Median of a side's values with their number: `17.1 (n = 2)`. */
export function sideText(values: readonly number[]): string {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
  return `${threeDigits(median)} (n = ${String(values.length)})`;
}

/** `+7.9 [7.1, 8.6], 90 %`: the shift, its interval, the interval's true confidence. */
export function shiftText({ difference, measure, withinRunMargin }: ComparisonRow): string {
  const { shift, base, other } = difference;
  if (base.length === 1 && other.length === 1) {
    const within =
      withinRunMargin === undefined
        ? measure.marginOf === undefined
          ? ""
          : `; no interval within runs of fewer than ${String(fewestIntervals)} intervals`
        : ` ± ${threeDigits(withinRunMargin)} within the runs`;
    return `${signed(shift.shift)}${within}`;
  }
  return `${signed(shift.shift)} [${signed(shift.low)}, ${signed(shift.high)}], ${formatNumber(100 * shift.confidence, 1)} %`;
}

/** `+46 % [41, 52]`, or a dash where a value is not above 0. */
export function ratioText(ratio: Shift | undefined): string {
  if (ratio === undefined) return missing;
  const percent = (value: number): string => signed(100 * value);
  const interval = ratio.low === ratio.high ? "" : ` [${percent(ratio.low)}, ${percent(ratio.high)}]`;
  return `${percent(ratio.shift)} %${interval}`;
}

export function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** What the data say, and what more data would. */
export function verdictText({ verdict, measure, other, base }: ComparisonRow): string {
  if (verdict.kind === "shown") return `${other} is ${verdict.direction} than ${base}`;
  const { fewest, forThisDifference, withinReach } = verdict.needed;
  const reach =
    withinReach === undefined ? "" : `, which reach differences from ${threeDigits(withinReach)} ${measure.unit} up`;
  const needs =
    forThisDifference === undefined
      ? `${String(fewest)} observations a side could tell${reach}`
      : `${countText(forThisDifference)} observations a side would show a difference such as this one`;
  return verdict.kind === "not-shown" ? `no difference shown; ${needs}` : `too few to tell; ${needs}`;
}

function countText(count: number): string {
  return count > 1000 ? "more than 1000" : String(count);
}

/** Why two sides measure different things; empty when nothing forbids it. */
export function forbiddingText(conditions: readonly ConditionDifference[]): string {
  const forbidding = conditions.filter(({ forbids }) => forbids);
  return forbidding.length === 0
    ? ""
    : `Not comparable, and compared all the same: the sides differ in ${forbidding.map(({ path }) => path).join(", ")}.`;
}

export function conditionText({ path, values }: ConditionDifference, { sides }: Comparison): string {
  const each = sides.map(
    ({ name }, index) => `${name} ${(values[index] ?? []).map((value) => value ?? missing).join(" and ")}`,
  );
  return `${path}: ${each.join("; ")}`;
}

const answers = { shown: "shown", "not-shown": "not shown", "cannot-tell": "the data cannot tell" } as const;

export function findingText({ threshold, answer, rows }: Finding): string {
  const where = [...new Set(rows.map((row) => `${row.other} at ${loadTitle(row.load)}`))].join(", ");
  return `${threshold.text}: ${answers[answer]}${where === "" ? "; no shared load has this measure" : ` (${where})`}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${threeDigits(value)}`;
}
