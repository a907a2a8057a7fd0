/** Reads rows of a generator's statistics as its output's settings say. Text in, rows out. */
import { CrossbedError } from "../../../base/errors.ts";
import { isRecord } from "../../../base/json.ts";
import { loadCounts, type LoadCounts } from "../../../base/metrics.ts";
import { minToSec, secToMs } from "../../../base/units.ts";
import type { ResponseTimeMs } from "../../records.ts";
import { msFrom, type OutputSettings } from "../spec.ts";

export interface Row {
  /** Milliseconds since 1970; undefined where the output has no times. */
  readonly endEpochMs: number | undefined;
  /** Of this row alone. */
  readonly counts: LoadCounts;
  /** Absent when nothing was answered. */
  readonly responseTimeMs?: ResponseTimeMs;
}

export class RowReader {
  readonly #output: OutputSettings;
  readonly #where: string;
  readonly #startEpochMs: number;
  #header: readonly string[] | undefined;
  #line = 0;
  #before: LoadCounts = { sent: 0, succeeded: 0, failed: 0 };

  /** `where` names the generator in errors; times since the start of the load count from `startEpochMs`. */
  constructor(output: OutputSettings, where: string, startEpochMs: number) {
    this.#output = output;
    this.#where = where;
    this.#startEpochMs = startEpochMs;
  }

  /** Reads the next line; undefined for a table's header and for empty lines. Throws `malformed` with the line's number. */
  read(line: string): Row | undefined {
    this.#line += 1;
    if (line.trim() === "") return undefined;
    const cellOf = this.#output.format === "table" ? this.#tableRow(line) : this.#jsonRow(line);
    if (cellOf === undefined) return undefined;
    const { counts: names, cumulative, responseTime, time } = this.#output;
    const told = Object.fromEntries(
      loadCounts.flatMap((count) => {
        const column = names[count];
        return column === undefined ? [] : [[count, this.#count(column, cellOf(column))]];
      }),
    ) as unknown as LoadCounts;
    const counts = cumulative ? this.#since(told) : told;
    const isAnswered = responseTime !== undefined && counts.succeeded > 0;
    return {
      endEpochMs: time === undefined ? undefined : this.#time(time, cellOf(time.column)),
      counts,
      ...(isAnswered ? { responseTimeMs: this.#responseTime(responseTime, cellOf) } : {}),
    };
  }

  /** Undefined for the header. */
  #tableRow(line: string): ((column: string) => string) | undefined {
    const cells = line.split(this.#output.separator ?? ",").map((cell) => cell.trim());
    const header = this.#header;
    if (header === undefined) {
      this.#header = cells;
      return undefined;
    }
    if (cells.length < header.length)
      throw this.#malformed(`has ${String(cells.length)} cells, and the header has ${String(header.length)}`);
    return (column) => {
      const cell = cells[header.indexOf(column)];
      if (cell === undefined) throw this.#malformed(`there is no column ${column}; there are ${header.join(" ")}`);
      return cell;
    };
  }

  #jsonRow(line: string): (column: string) => string {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch (error) {
      throw this.#malformed("is not JSON", error);
    }
    return (column) => {
      const found = column.split(".").reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), row);
      if (typeof found !== "number" && typeof found !== "string") throw this.#malformed(`has no number at ${column}`);
      return String(found);
    };
  }

  #since(told: LoadCounts): LoadCounts {
    const before = this.#before;
    this.#before = told;
    const entries = Object.entries(told) as [keyof LoadCounts, number][];
    return Object.fromEntries(
      entries.map(([name, count]) => {
        const more = count - (before[name] ?? 0);
        if (more < 0) throw this.#malformed(`${name} falls to ${String(count)}; is it cumulative?`);
        return [name, more];
      }),
    ) as unknown as LoadCounts;
  }

  #count(column: string, cell: string): number {
    if (!/^\d+$/.test(cell)) throw this.#malformed(`${column} is "${cell}" and should be a count`);
    return Number(cell);
  }

  #number(column: string, cell: string): number {
    const value = Number(cell);
    if (cell === "" || !Number.isFinite(value)) throw this.#malformed(`${column} is "${cell}" and should be a number`);
    return value;
  }

  #time({ column, unit }: NonNullable<OutputSettings["time"]>, cell: string): number {
    const value = this.#number(column, cell.split(/\s+/).at(-1) ?? "");
    const ms = msFrom[unit.replace("epoch-", "") as keyof typeof msFrom](value);
    return unit.startsWith("epoch-") ? Math.round(ms) : this.#startEpochMs + ms;
  }

  #responseTime(
    { unit, mean, min, max }: NonNullable<OutputSettings["responseTime"]>,
    cellOf: (column: string) => string,
  ): ResponseTimeMs {
    const at = (column: string): number => this.#durationMs(unit, column, cellOf(column));
    return {
      mean: at(mean),
      ...(min === undefined ? {} : { min: at(min) }),
      ...(max === undefined ? {} : { max: at(max) }),
    };
  }

  #durationMs(unit: NonNullable<OutputSettings["responseTime"]>["unit"], column: string, cell: string): number {
    if (unit === "clock") {
      const parts = /^(\d+):(\d\d):(\d\d)(?:[:.](\d+))?$/.exec(cell);
      if (parts === null) throw this.#malformed(`${column} is "${cell}" and should be hours:minutes:seconds`);
      const [, hours, minutes, seconds, fraction = ""] = parts;
      const whole = minToSec(Number(hours) * 60 + Number(minutes)) + Number(seconds);
      return secToMs(whole) + secToMs(Number(`0.${fraction}0`));
    }
    return msFrom[unit](this.#number(column, cell));
  }

  #malformed(what: string, cause?: unknown): CrossbedError {
    return new CrossbedError("malformed", `line ${String(this.#line)} of its output: ${what}.`, {
      where: this.#where,
      hint: "Look at workload.generator.output.",
      cause,
    });
  }
}
