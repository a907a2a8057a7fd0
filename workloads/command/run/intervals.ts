/**
 * Sorts rows of a generator's statistics into the intervals of a load. A row belongs to the interval in which its middle lies; of a row
 * after the load, only what it says of the load's own requests counts.
 */
import { addedCounts } from "../../../base/metrics.ts";
import type { FinalRecord, IntervalRecord, ResponseTimeMs, RunSpec } from "../../records.ts";
import type { Row } from "./rows.ts";

export type Schedule = Pick<RunSpec, "warmUpMs" | "durationMs" | "intervalMs">;

interface Part {
  readonly index: number;
  readonly startEpochMs: number;
  readonly endEpochMs: number;
  readonly row: Row;
}

export class IntervalSums {
  readonly #generator: string;
  readonly #schedule: Schedule;
  readonly #startEpochMs: number;
  readonly #done: IntervalRecord[] = [];
  #open: Part[] = [];
  #rows = 0;
  /** Requests sent and neither answered nor given up. */
  #waiting = 0;
  #sentAfterwards = 0;
  #endEpochMs: number;

  constructor(generator: string, schedule: Schedule, startEpochMs: number) {
    this.#generator = generator;
    this.#schedule = schedule;
    this.#startEpochMs = startEpochMs;
    this.#endEpochMs = startEpochMs;
  }

  /** Adds a row; returns the interval that it completes. A row without a time is an interval. */
  add(row: Row): IntervalRecord | undefined {
    const { intervalMs } = this.#schedule;
    const startEpochMs = this.#endEpochMs;
    this.#rows += 1;
    const endEpochMs = Math.max(startEpochMs, row.endEpochMs ?? this.#startEpochMs + this.#rows * intervalMs);
    this.#endEpochMs = endEpochMs;
    const middleMs = (startEpochMs + endEpochMs) / 2 - this.#startEpochMs;
    const current = this.#open.at(-1)?.index ?? 0;
    const reached = Math.floor(middleMs / intervalMs);
    const index = Math.max(current, Math.min(reached, this.#last));
    const completed = index > current ? this.#close() : undefined;
    const own = reached > this.#last ? ofEarlierRequests(row, this.#waiting) : row;
    this.#waiting = Math.max(0, this.#waiting + own.counts.sent - own.counts.succeeded - own.counts.failed);
    this.#sentAfterwards += row.counts.sent - own.counts.sent;
    if (own === row || own.counts.succeeded + own.counts.failed > 0) {
      this.#open.push({ index, startEpochMs, endEpochMs, row: own });
    }
    return completed;
  }

  /** Requests that the generator sent after the load should have ended: they are in no interval. */
  get sentAfterwards(): number {
    return this.#sentAfterwards;
  }

  /** Completes the last interval; undefined where there is none. */
  finish(): IntervalRecord | undefined {
    return this.#close();
  }

  /** All complete intervals, in order. */
  get intervals(): readonly IntervalRecord[] {
    return this.#done;
  }

  /** The measured phase; `isCut` where it ends with the last row. */
  final(interrupted: boolean, isCut: boolean): FinalRecord {
    const { warmUpMs, durationMs } = this.#schedule;
    const startEpochMs = this.#startEpochMs + warmUpMs;
    const measured = this.#done.filter(({ phase }) => phase === "measure");
    const responseTimeMs = mergedTimes(measured);
    return {
      kind: "final",
      generator: this.#generator,
      startEpochMs,
      endEpochMs: isCut ? Math.max(startEpochMs, measured.at(-1)?.endEpochMs ?? 0) : startEpochMs + durationMs,
      interrupted,
      totals: addedCounts(measured),
      ...(responseTimeMs === undefined ? {} : { responseTimeMs }),
    };
  }

  get #last(): number {
    const { warmUpMs, durationMs, intervalMs } = this.#schedule;
    return Math.max(0, Math.ceil((warmUpMs + durationMs) / intervalMs) - 1);
  }

  #close(): IntervalRecord | undefined {
    const [first] = this.#open;
    const last = this.#open.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const { warmUpMs, durationMs, intervalMs } = this.#schedule;
    const counts = addedCounts(this.#open.map(({ row }) => row.counts));
    const responseTimeMs = mergedTimes(this.#open.map(({ row }) => ({ ...row.counts, ...timesOf(row) })));
    // Answers that come after the load belong to its last interval.
    const plannedEndMs = this.#startEpochMs + warmUpMs + durationMs;
    const endEpochMs = Math.min(last.endEpochMs, plannedEndMs);
    const drainMs = last.endEpochMs - plannedEndMs;
    const startEpochMs = Math.min(first.startEpochMs, endEpochMs);
    const record: IntervalRecord = {
      kind: "interval",
      generator: this.#generator,
      index: first.index,
      startEpochMs,
      endEpochMs,
      phase: first.index * intervalMs < warmUpMs ? "warm-up" : "measure",
      ...counts,
      ...(responseTimeMs === undefined ? {} : { responseTimeMs }),
      ...(drainMs > 0 ? { drainMs } : {}),
    };
    this.#open = [];
    this.#done.push(record);
    return record;
  }
}

/** Takes from a row after the load the answers to requests that waited, which come first. Nobody says whose its failures are: they count as theirs. */
function ofEarlierRequests(row: Row, waiting: number): Row {
  const { counts, responseTimeMs } = row;
  if (counts.sent === 0) return row;
  const failed = Math.min(counts.failed, waiting);
  const succeeded = Math.min(counts.succeeded, waiting - failed);
  const own = { ...row, counts: { ...counts, sent: 0, succeeded, failed } };
  return responseTimeMs === undefined || succeeded > 0 ? own : { endEpochMs: row.endEpochMs, counts: own.counts };
}

const timesOf = ({ responseTimeMs }: Row): { readonly responseTimeMs?: ResponseTimeMs } =>
  responseTimeMs === undefined ? {} : { responseTimeMs };

interface Times {
  readonly succeeded: number;
  readonly responseTimeMs?: ResponseTimeMs;
}

/** Means weighted by their answers. */
function mergedTimes(each: readonly Times[]): ResponseTimeMs | undefined {
  const told = each.flatMap(({ succeeded, responseTimeMs }) =>
    responseTimeMs === undefined ? [] : [{ succeeded, ...responseTimeMs }],
  );
  const answers = told.reduce((sum, { succeeded }) => sum + succeeded, 0);
  if (answers === 0) return undefined;
  const [mins, maxes] = [told.flatMap(({ min }) => min ?? []), told.flatMap(({ max }) => max ?? [])];
  return {
    mean: told.reduce((sum, { succeeded, mean }) => sum + succeeded * mean, 0) / answers,
    ...(mins.length < told.length ? {} : { min: Math.min(...mins) }),
    ...(maxes.length < told.length ? {} : { max: Math.max(...maxes) }),
  };
}
