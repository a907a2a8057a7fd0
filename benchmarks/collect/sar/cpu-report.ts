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

/**
 * The CPU reports of sysstat's sar, oldest first: before 5.0.5, before 5.1.4, since then; with `-u ALL` before 11.3 and since then.
 * mpstat's have the same names in another order.
 */
const cpuReports: readonly (readonly CpuColumn[])[] = [
  ["%user", "%nice", "%system", "%idle"],
  ["%user", "%nice", "%system", "%iowait", "%idle"],
  ["%user", "%nice", "%system", "%iowait", "%steal", "%idle"],
  ["%usr", "%nice", "%sys", "%iowait", "%steal", "%irq", "%soft", "%guest", "%idle"],
  ["%usr", "%nice", "%sys", "%iowait", "%steal", "%irq", "%soft", "%guest", "%gnice", "%idle"],
];

const number = /^\d+(?:[.,٫]\d+)?%?$/u;

/** Fields of the report with these titles, column by column; undefined when it is not sar's CPU report. */
export function cpuReportFields(titles: readonly string[]): readonly CpuField[] | undefined {
  const [first, ...rest] = titles;
  if (first !== "CPU") return undefined;
  return cpuReports.find((columns) => columns.join() === rest.join())?.map((column) => cpuColumns[column]);
}

/** A row of a CPU report. `undefined` when it has not exactly the report's columns. */
export interface CpuRow {
  readonly stamp: Stamp;
  readonly cpu: string;
  readonly values: Readonly<Partial<Record<CpuField, number>>>;
  /** Sum of the printed values, 100 but for rounding. */
  readonly sum: number;
  /** The last value was not cut: it has as many decimals as the others or, where none has any, makes the sum right. */
  readonly isWhole: boolean;
}

export function parseCpuRow(line: string, fields: readonly CpuField[]): CpuRow | undefined {
  const words = line.trim().split(/\s+/u);
  const first = words.slice(0, -fields.length - 1).join(" ");
  // Beside values of this form, a word with a colon is an average in a translation not known here.
  const stamp =
    parseStamp(first) ?? (/^\p{L}[\p{L}\p{M} .-]*[:：]$/u.test(first) ? { kind: "average" as const } : undefined);
  const [cpu = "", ...printed] = words.slice(-fields.length - 1);
  if (stamp === undefined || printed.length !== fields.length) return undefined;
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
    decimals(head) === 0 ? sum === 0 || Math.abs(sum - 100) <= fields.length / 2 : decimals(head) === decimals(last);
  return { stamp, cpu, values, sum, isWhole: isWhole && head.endsWith("%") === last.endsWith("%") };
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
