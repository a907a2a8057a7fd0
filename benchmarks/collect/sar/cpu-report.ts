/** sar's CPU report: its columns in every version of sysstat, and its rows. */
import { parseStamp, type Stamp } from "./stamp.ts";

/** A column of sar's CPU report, and the field it belongs to: guest time within user, interrupts within system. */
const cpuColumns = {
  "%user": "user",
  "%usr": "user",
  "%guest": "user",
  "%nice": "nice",
  "%gnice": "nice",
  "%system": "system",
  "%sys": "system",
  "%irq": "system",
  "%soft": "system",
  "%iowait": "iowait",
  "%steal": "steal",
  "%idle": "idle",
} as const;

type CpuColumn = keyof typeof cpuColumns;
export type CpuField = (typeof cpuColumns)[CpuColumn];

/** The order of the columns in any release; none has all of them. mpstat's have the same names in another order. */
const cpuColumnOrder: readonly (readonly CpuColumn[])[] = [
  ["%user", "%usr"],
  ["%nice"],
  ["%system", "%sys"],
  ["%iowait"],
  ["%steal"],
  ["%irq"],
  ["%soft"],
  ["%guest"],
  ["%gnice"],
  ["%idle"],
];

const number = /^\d+(?:[.,٫]\d+)?%?$/u;

/** Fields of the report with these titles, column by column; undefined when it is not sar's CPU report. */
export function cpuReportFields(titles: readonly string[]): readonly CpuField[] | undefined {
  const [first, ...rest] = titles;
  if (first !== "CPU") return undefined;
  const fields: CpuField[] = [];
  let next = 0;
  for (const title of rest) {
    const place = cpuColumnOrder.findIndex((names, index) => index >= next && names.some((name) => name === title));
    if (place < 0) return undefined;
    next = place + 1;
    fields.push(cpuColumns[title as CpuColumn]);
  }
  return (["user", "system", "idle"] as const).every((field) => fields.includes(field)) ? fields : undefined;
}

/** A row of a CPU report. `undefined` when it has not exactly the report's columns. */
export interface CpuRow {
  readonly stamp: Stamp;
  readonly cpu: string;
  readonly values: Readonly<Partial<Record<CpuField, number>>>;
  /** Of the printed values. */
  readonly sum: number;
  /** The last value was not cut: it has as many decimals as the others or, where none has any, makes the sum right. */
  readonly isWhole: boolean;
  /** The sum is 100 but for rounding: else the interval was not measured. */
  readonly isAddedUp: boolean;
  /** A column is missing that a known release does not print for a CPU without ticks. Absent otherwise. */
  readonly isTickless?: true;
}

export function parseCpuRow(line: string, fields: readonly CpuField[]): CpuRow | undefined {
  return parseValues(line, fields) ?? parseTicklessRow(line, fields);
}

/** sysstat 10.1.4 to 12.0.3 leaves a column out in `-u ALL` for a CPU without ticks: zeros, and 100 for %idle at the end. */
function parseTicklessRow(line: string, fields: readonly CpuField[]): CpuRow | undefined {
  const lacksOne = [...fields.slice(0, -2), ...fields.slice(-1)];
  const row = parseValues(line, lacksOne);
  if (row === undefined || row.cpu === "all" || row.values.idle !== 100 || row.sum !== 100) return undefined;
  return { ...row, isTickless: true };
}

function parseValues(line: string, fields: readonly CpuField[]): CpuRow | undefined {
  const count = fields.length;
  const words = line.trim().split(/\s+/u);
  const first = words.slice(0, -count - 1).join(" ");
  // Beside values of this form, a word with a colon is an average in a translation not known here.
  const stamp =
    parseStamp(first) ?? (/^\p{L}[\p{L}\p{M} .-]*[:：]$/u.test(first) ? { kind: "average" as const } : undefined);
  const [cpu = "", ...printed] = words.slice(-count - 1);
  if (stamp === undefined || printed.length !== count) return undefined;
  if (!/^(?:all|\d+)$/u.test(cpu) || !printed.every((word) => number.test(word))) return undefined;

  const values: Partial<Record<CpuField, number>> = {};
  let sum = 0;
  for (const [index, field] of fields.entries()) {
    const value = Number((printed[index] ?? "").replace("%", "").replace(/[,٫]/u, "."));
    // sar prints at most two decimals; adding them as floating-point numbers would show more.
    values[field] = Math.round(((values[field] ?? 0) + value) * 100) / 100;
    sum += value;
  }
  const [head = "", last = ""] = [printed[0], printed.at(-1)];
  const isWhole =
    decimals(head) === 0 ? sum === 0 || Math.abs(sum - 100) <= count / 2 : decimals(head) === decimals(last);
  const isAddedUp = Math.abs(sum - 100) <= (decimals(head) === 0 ? Math.max(3, count / 2) : 3);
  return { stamp, cpu, values, sum, isAddedUp, isWhole: isWhole && head.endsWith("%") === last.endsWith("%") };
}

function decimals(word: string): number {
  return /[.,٫](\d+)/u.exec(word)?.[1]?.length ?? 0;
}

/** Whether a line is a row whose end is missing: a first column, a CPU, and fewer values than the report has. */
export function isCutCpuRow(line: string, fields: readonly CpuField[]): boolean {
  const words = line.trim().split(/\s+/u);
  for (let length = Math.min(words.length, 4); length > 0; length -= 1) {
    if (parseStamp(words.slice(0, length).join(" ")) === undefined) continue;
    const [cpu = "all", ...values] = words.slice(length);
    const isNumeric = values.every((word) => /^\d+(?:[.,٫]\d*)?%?$/u.test(word));
    return values.length <= fields.length && isNumeric && (values.length > 0 ? /^(?:all|\d+)$/u : /^\w+$/u).test(cpu);
  }
  return false;
}
