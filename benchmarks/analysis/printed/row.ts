/** Re-derives a row of tables 4.8 to 4.21 from itself: thesis, formulas 4.4.1 to 4.4.3. */
import { studyNormal95 } from "../../../base/confidence.ts";
import type { Printed, PrintedRow } from "./printed.ts";
import { divisorsOfWholeNumbers, wholeNumbers, type Divisor } from "./whole-numbers.ts";

/** Twenty minutes of ten seconds: what one repetition of one active node gives (thesis 3.7.1). */
export const intervalsOfRepetition = 120;

export type RowFinding =
  /** The standard deviation is not the root of the variance. `from` and `to` are what the variance allows. */
  | { readonly kind: "deviation"; readonly from: number; readonly to: number }
  /** No whole number of values gives the margin: it would be between `from` and `to`. */
  | { readonly kind: "no-count"; readonly from: number; readonly to: number }
  /** So many whole milliseconds, which is how the application told them, cannot have this mean and variance. */
  | { readonly kind: "no-such-data"; readonly count: number }
  /** The variance follows from whole milliseconds by this divisor alone, where formula 4.4.1 divides by N. */
  | { readonly kind: "divisor"; readonly divisor: Divisor }
  /** Neither one repetition's intervals nor a multiple of them. */
  | { readonly kind: "count"; readonly counts: readonly number[] }
  /** No spread at all: whole milliseconds hide it, and the margin of 0 is no certainty. */
  | { readonly kind: "resolution" }
  /** A normal distribution with this spread would have so great a share below 0 (in percent), which a time cannot be. */
  | { readonly kind: "not-normal"; readonly deviations: number };

export interface RowCheck {
  readonly row: PrintedRow;
  /** Numbers of values that give the margin; empty where none does, undefined where the margin of 0 tells nothing. */
  readonly counts: readonly number[] | undefined;
  readonly findings: readonly RowFinding[];
}

/** Every way in which the row does not follow from itself and from the procedure that the study states. */
export function checkRow(row: PrintedRow): RowCheck {
  const { variance, deviation, margin, mean, metric } = row;
  const findings: RowFinding[] = [];
  const root = { low: Math.sqrt(Math.max(0, variance.low)), high: Math.sqrt(Math.max(0, variance.high)) };
  if (!overlaps(root, deviation)) findings.push({ kind: "deviation", from: root.low, to: root.high });
  if (margin.value === 0) {
    findings.push({ kind: "resolution" });
    return { row, counts: undefined, findings };
  }

  const spread = overlaps(root, deviation)
    ? { low: Math.max(root.low, deviation.low), high: Math.min(root.high, deviation.high) }
    : deviation;
  const [from, to] = [countOf(spread.low, margin.high), countOf(spread.high, margin.low)];
  const counts = wholeNumbers(from, to);
  if (counts.length === 0) findings.push({ kind: "no-count", from, to });
  if (metric === "response_time_ms") findings.push(...checkWholeMilliseconds(row, counts));
  if (counts.length > 0 && !counts.some((count) => count % intervalsOfRepetition === 0)) {
    findings.push({ kind: "count", counts });
  }
  if (metric === "response_time_ms" && mean.value < studyNormal95 * deviation.value) {
    findings.push({ kind: "not-normal", deviations: mean.value / deviation.value });
  }
  return { row, counts, findings };
}

function checkWholeMilliseconds({ mean, variance }: PrintedRow, counts: readonly number[]): RowFinding[] {
  const divisors = counts.map((count) => divisorsOfWholeNumbers(count, mean, variance));
  const all = [...new Set(divisors.flat())];
  const [only, ...more] = all;
  if (only === undefined) return counts.map((count) => ({ kind: "no-such-data", count }));
  return more.length > 0 || only === "N" ? [] : [{ kind: "divisor", divisor: only }];
}

/** N from formula 4.4.3 turned round. */
function countOf(deviation: number, margin: number): number {
  return ((studyNormal95 * deviation) / margin) ** 2;
}

type Range = Pick<Printed, "low" | "high">;

function overlaps(left: Range, right: Range): boolean {
  return left.low <= right.high && right.low <= left.high;
}
