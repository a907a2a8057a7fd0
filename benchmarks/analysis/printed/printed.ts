/** Numbers of printed tables: each stands for all values that round to it. */

export interface Printed {
  /** As it stands in the table, such as `0.0497`. */
  readonly text: string;
  readonly value: number;
  /** Least and greatest value that is printed like this. */
  readonly low: number;
  readonly high: number;
}

/**
 * Reads a number with its decimals. A `0` without decimals, among numbers that have some, is printed for exactly 0.
 * @throws RangeError for what is no number.
 */
export function printed(text: string): Printed {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new RangeError(`no number: ${JSON.stringify(text)}`);
  const decimals = text.split(".")[1]?.length ?? 0;
  const half = text === "0" ? 0 : 0.5 * 10 ** -decimals;
  return { text, value, low: value - half, high: value + half };
}

/** What is measured over a case's intervals. */
export type PrintedMetric = "cpu_percent" | "response_time_ms";

/** A row of the study's tables 4.8 to 4.21. */
export interface PrintedRow {
  readonly table: string;
  readonly platform: string;
  readonly layout: string;
  readonly metric: PrintedMetric;
  readonly nominalReqPerSec: number;
  readonly mean: Printed;
  readonly variance: Printed;
  readonly deviation: Printed;
  readonly margin: Printed;
}

/** Which curve a row belongs to. */
export type CurveKey = Pick<PrintedRow, "platform" | "layout" | "metric">;

/** Rows of one platform, layout and metric, ascending by load. */
export function curveOf(rows: readonly PrintedRow[], { platform, layout, metric }: CurveKey): PrintedRow[] {
  return rows
    .filter((row) => row.platform === platform && row.layout === layout && row.metric === metric)
    .toSorted((left, right) => left.nominalReqPerSec - right.nominalReqPerSec);
}

/** A difference of two numbers that a floating point error makes no difference. */
export const roundOff = 1e-9;
