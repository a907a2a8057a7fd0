/** Tables 4.1 to 4.6, which were read off curves by eye, against the means that the curves join. */
import { curveOf, type CurveKey, type Printed, type PrintedRow } from "./printed.ts";

/** A cell of tables 4.1 to 4.6. */
export interface OverviewCell extends CurveKey {
  readonly table: string;
  readonly atReqPerSec: number;
  readonly value: Printed;
}

export type OverviewFinding =
  /** Another table prints another number for the same thing. */
  | { readonly kind: "twin"; readonly table: string; readonly text: string }
  /** Outside what the measured means at the next loads allow of a curve that rises. */
  | { readonly kind: "outside"; readonly low: number; readonly high: number }
  /** Further from the straight line between the measured means than rounding and the eye explain. */
  | { readonly kind: "off-line" };

export interface OverviewCheck {
  readonly cell: OverviewCell;
  /** On the straight line between the means of the next loads; undefined outside the loads that were measured. */
  readonly line: number | undefined;
  readonly findings: readonly OverviewFinding[];
}

/** The tables are printed in whole percent and whole or half milliseconds; half a unit for rounding, half for the eye. */
const readingTolerance = 1;

export function checkOverview(cells: readonly OverviewCell[], rows: readonly PrintedRow[]): OverviewCheck[] {
  return cells.map((cell) => {
    const findings: OverviewFinding[] = cells
      .filter((other) => other.table !== cell.table && isSame(other, cell) && other.value.value !== cell.value.value)
      .map(({ table, value }) => ({ kind: "twin", table, text: value.text }));
    const [below, above] = neighbours(curveOf(rows, cell), cell.atReqPerSec);
    if (below === undefined || above === undefined) return { cell, line: undefined, findings };
    const share = (cell.atReqPerSec - below.nominalReqPerSec) / (above.nominalReqPerSec - below.nominalReqPerSec);
    const line = below.mean.value + share * (above.mean.value - below.mean.value);
    const [low, high] = [below.mean.value, above.mean.value];
    if (cell.value.high < low || cell.value.low > high) findings.push({ kind: "outside", low, high });
    else if (Math.abs(cell.value.value - line) > readingTolerance) findings.push({ kind: "off-line" });
    return { cell, line, findings };
  });
}

function isSame(left: OverviewCell, right: OverviewCell): boolean {
  return (
    left.platform === right.platform &&
    left.layout === right.layout &&
    left.metric === right.metric &&
    left.atReqPerSec === right.atReqPerSec
  );
}

function neighbours(curve: readonly PrintedRow[], reqPerSec: number): (PrintedRow | undefined)[] {
  return [
    curve.findLast((row) => row.nominalReqPerSec <= reqPerSec),
    curve.find((row) => row.nominalReqPerSec > reqPerSec),
  ];
}
