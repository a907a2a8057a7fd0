/**
 * The study's statistics of the application, counted here and written as text (appendix B.2 of the 2013 thesis).
 *
 * The file has one header line and then one line for each interval, fields separated by single spaces:
 *
 * ```
 * Date Time Succ Fail Retransmission Dup Thruput Avg Min Max
 * 2026-11-23 03:40:10 500 0 0 0 50.0 1.372 0.655 9.120
 * 2026-11-23 03:40:20 0 0 0 0 0.0 - - -
 * ```
 *
 * - `Date Time`: end of the interval, local time of the machine; intervals end at whole multiples of their length since
 *   1970 UTC. After the process was stopped or killed lines are missing; the header is not repeated.
 * - `Succ`, `Fail`: requests answered with a result; with an error, an abort or not at all.
 * - `Retransmission`: requests that came before; `Dup`: those of them answered again. Both are counted in `Succ`
 *   or `Fail`, too.
 * - `Thruput`: `Succ` per second, one decimal. `Avg`, `Min`, `Max`: service time of the answered requests, from the reading
 *   of the request to the handing over of the answer, milliseconds with three decimals (the study had whole ones). `-`
 *   when there was none.
 */
import { appendFileSync, existsSync, statSync } from "node:fs";
import { statisticsColumns } from "../../../base/metrics.ts";

export interface ServiceCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly duplicates: number;
}

const statisticsHeader = ["Date", "Time", ...statisticsColumns].join(" ");

const zero = { succeeded: 0, failed: 0, retransmissions: 0, duplicates: 0 };

/** Counts of one interval and of the process's whole life. */
export class Statistics {
  #interval = { ...zero };
  #total = { ...zero };
  #sumMs = 0;
  #minMs = Infinity;
  #maxMs = 0;

  get totals(): ServiceCounts {
    return { ...this.#total };
  }

  /** One request served. */
  add(isSuccess: boolean, isRepeated: boolean, isAnswered: boolean, serviceTimeMs: number): void {
    for (const counts of [this.#interval, this.#total]) {
      if (isSuccess) counts.succeeded += 1;
      else counts.failed += 1;
      if (isRepeated) counts.retransmissions += 1;
      if (isRepeated && isAnswered) counts.duplicates += 1;
    }
    if (!isSuccess) return;
    this.#sumMs += serviceTimeMs;
    this.#minMs = Math.min(this.#minMs, serviceTimeMs);
    this.#maxMs = Math.max(this.#maxMs, serviceTimeMs);
  }

  /** The interval's line, without its end; starts the next interval. */
  take(endEpochMs: number, lengthMs: number): string {
    const { succeeded, failed, retransmissions, duplicates } = this.#interval;
    const times = succeeded === 0 ? undefined : [this.#sumMs / succeeded, this.#minMs, this.#maxMs];
    this.#interval = { ...zero };
    this.#sumMs = 0;
    this.#minMs = Infinity;
    this.#maxMs = 0;
    return [
      formatLocalTime(endEpochMs),
      ...[succeeded, failed, retransmissions, duplicates].map(String),
      ((succeeded / lengthMs) * 1000).toFixed(1),
      ...(times?.map((ms) => ms.toFixed(3)) ?? ["-", "-", "-"]),
    ].join(" ");
  }
}

/** Writes a line of the statistics at the end of each interval. */
export class StatisticsFile {
  readonly #file: string;
  readonly #intervalMs: number;
  readonly #statistics: Statistics;
  #startEpochMs = Date.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, intervalMs: number, statistics: Statistics) {
    this.#file = file;
    this.#intervalMs = intervalMs;
    this.#statistics = statistics;
  }

  open(): void {
    if (!existsSync(this.#file) || statSync(this.#file).size === 0) appendFileSync(this.#file, `${statisticsHeader}\n`);
    this.#await();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #await(): void {
    const now = Date.now();
    const endEpochMs = (Math.floor(now / this.#intervalMs) + 1) * this.#intervalMs;
    this.#timer = setTimeout(() => {
      // A timer may fire a moment early.
      if (Date.now() < endEpochMs) {
        this.#await();
        return;
      }
      this.#write();
      this.#await();
    }, endEpochMs - now);
  }

  /** A process that was stopped over several ends writes one line for all, at the last end that has passed. */
  #write(): void {
    const endEpochMs = Math.floor(Date.now() / this.#intervalMs) * this.#intervalMs;
    const line = this.#statistics.take(endEpochMs, Math.max(1, endEpochMs - this.#startEpochMs));
    this.#startEpochMs = endEpochMs;
    appendFileSync(this.#file, `${line}\n`);
  }
}

function formatLocalTime(epochMs: number): string {
  const time = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = [String(time.getFullYear()), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}
