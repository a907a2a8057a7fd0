/** The statistics of an application that was not run here, as intervals of a load. */
import { CrossbedError } from "../../base/errors.ts";
import { addedCounts } from "../../base/metrics.ts";
import { secToMs } from "../../base/units.ts";
import type { DateOrder } from "../collect/collector.ts";
import { parseStatistics, type StatisticsRow } from "../collect/stats/parser.ts";
import type { LoadInterval } from "../results/case-result.ts";
import type { LocalClock } from "./clock.ts";

export interface ForeignStatistics {
  readonly text: string;
  /** Names the text in messages. */
  readonly file: string;
  readonly dateOrder?: DateOrder | undefined;
  readonly clock: LocalClock;
  readonly intervalSec: number;
  /** Of a file without times; undefined where nobody told. */
  readonly startedAtMs: number | undefined;
  readonly rowsPerInterval: number;
}

const orders = { dmy: "day first", mdy: "month first" } as const;

/**
 * Its intervals in the order of time. Rows of one time, or `rowsPerInterval` of a file without times, are parts of one interval: their
 * counts add up, their means are weighted by answers.
 * @throws CrossbedError `malformed` for a file that cannot be read, or whose times nobody told.
 */
export function readApplication(statistics: ForeignStatistics): {
  intervals: LoadInterval[];
  warnings: readonly string[];
} {
  const { text, file, dateOrder, intervalSec } = statistics;
  const { rows, warnings } = parseStatistics(text, file, dateOrder === undefined ? undefined : orders[dateOrder]);
  const stepMs = secToMs(intervalSec);
  const ends = endsOf(rows, statistics);
  const groups = new Map<number, StatisticsRow[]>();
  for (const [index, row] of rows.entries()) {
    const endMs = ends[index] ?? NaN;
    groups.set(endMs, [...(groups.get(endMs) ?? []), row]);
  }
  const intervals = [...groups]
    .toSorted(([left], [right]) => left - right)
    .map(([endMs, parts]): LoadInterval => ({
      startMs: endMs - stepMs,
      endMs,
      ...addedCounts(parts.map(countsOf)),
      ...timesOf(parts),
    }));
  return { intervals, warnings };
}

function endsOf(
  rows: readonly StatisticsRow[],
  { file, clock, intervalSec, startedAtMs, rowsPerInterval }: ForeignStatistics,
): number[] {
  const local = rows.flatMap((row) => row.local ?? []);
  if (rows.length > 0 && local.length === rows.length) return clock(local.map((time) => Date.parse(`${time}Z`)));
  if (startedAtMs !== undefined && local.length === 0) {
    return rows.map((_, index) => startedAtMs + (Math.floor(index / rowsPerInterval) + 1) * secToMs(intervalSec));
  }
  throw new CrossbedError("malformed", "its rows have no times.", {
    where: file,
    hint: "Give startedAt, the beginning of its first interval.",
  });
}

const countsOf = ({ succeeded, failed, retransmissions, duplicates }: StatisticsRow) => {
  return { succeeded, failed, retransmissions, duplicates };
};

/** Absent when nothing was answered. */
function timesOf(rows: readonly StatisticsRow[]): Pick<LoadInterval, "responseTimeMs"> {
  const told = rows.flatMap(({ responseTimeMs, succeeded }) =>
    responseTimeMs === undefined || succeeded === 0 ? [] : [{ ...responseTimeMs, succeeded }],
  );
  if (told.length === 0) return {};
  const answers = told.reduce((sum, { succeeded }) => sum + succeeded, 0);
  return {
    responseTimeMs: {
      mean: told.reduce((sum, { avg, succeeded }) => sum + avg * succeeded, 0) / answers,
      min: Math.min(...told.map(({ min }) => min)),
      max: Math.max(...told.map(({ max }) => max)),
    },
  };
}
