/**
 * Reads the statistics file of the study's application (thesis, figures B.4 to B.6): a line for each interval with the columns
 * Succ, Fail, Retransmission, Dup, Thruput and the response time's Avg, Min and Max, after a heading of one line or two. Date
 * and time may stand in front, as the study's own evaluation reads them.
 */
import { CrossbedError } from "../../../base/errors.ts";
import { statisticsColumns } from "../../../base/metrics.ts";
import { daySec } from "../../../base/units.ts";
import { chooseDay, parsePrintedDate, sureOrder } from "../printed-date.ts";
import { parseTimeOfDay } from "../printed-time.ts";
import { linesOf } from "../recording-lines.ts";

export interface StatisticsRow {
  /** Wall time as in the file, `2026-11-23T01:21:13`. Absent in files without. */
  readonly local?: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly duplicates: number;
  readonly throughputReqPerSec: number;
  /** Absent where the file has `-`: nothing was answered. */
  readonly responseTimeMs?: { readonly avg: number; readonly min: number; readonly max: number };
}

export interface StatisticsReport {
  readonly rows: readonly StatisticsRow[];
  /** `FILE: line N: why`. */
  readonly warnings: readonly string[];
}

const columns = statisticsColumns.length;
const firstHeading = /^\s*(?:date\W+)?(?:time\W+)?succ\w*\s+fail\w*\s+retrans.*dup.*th(?:ro?u?gh?|r|ru)put/iu;
const secondHeading = /^\s*(?:response time(?: \(ms\))?\s+)?avg\w*\s+min\w*\s+max\w*\s*$/iu;
const integer = /^\d+$/u;
const decimal = /^\d+(?:\.\d+)?$/u;

/**
 * Parses a whole file; `file` is its name for messages. A date that can be read in two ways is read in the order that is `asked` for.
 * @throws CrossbedError `malformed` with file and line for anything but headings, rows of eight columns and a cut last line.
 */
export function parseStatistics(text: string, file: string, asked?: "day first" | "month first"): StatisticsReport {
  const lines = linesOf(text.trimEnd());
  const rows: StatisticsRow[] = [];
  const warnings: string[] = [];
  let heading: "none" | "first" | "whole" = "none";
  let lastRow = 0;
  let hasGuessed = asked !== undefined;
  let order = asked;

  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    if (line.trim() === "") continue;
    if (firstHeading.test(line)) {
      heading = /avg\w*\s+min\w*\s+max/iu.test(line) ? "whole" : "first";
      continue;
    }
    if (heading === "first" && secondHeading.test(line)) {
      heading = "whole";
      continue;
    }
    if (heading !== "whole") {
      const what = heading === "none" ? statisticsColumns.slice(0, -3) : statisticsColumns.slice(-3);
      throw malformed(file, number, `here should stand a heading with ${what.join(", ")}.`);
    }
    const words = line.trim().split(/\s+/u);
    const values = words.slice(-columns);
    const isCut = number === lines.length && words.every((word) => word === "-" || /^[\d.:/-]+$/u.test(word));
    const row = words.length < columns ? undefined : readValues(values);
    if (row === undefined) {
      if (!isCut || words.length >= columns + 2) throw malformed(file, number, "this line has not the eight columns.");
      warnings.push(`${file}: line ${number}: left out: the file ends in the middle of this line`);
      continue;
    }
    order ??= dateOrder(lines);
    const stamp = words.slice(0, -columns).join(" ");
    const local = stamp === "" ? undefined : readStamp(stamp, order);
    if (local === "unreadable") throw malformed(file, number, `${JSON.stringify(stamp)} is not a date and a time.`);
    if (local?.isGuess === true && !hasGuessed) {
      hasGuessed = true;
      warnings.push(`${file}: line ${number}: ${stamp} is read with the ${order}, as ${local.text}`);
    }
    const { avg = 0, min = 0, max = 0 } = row.responseTimeMs ?? {};
    if (avg < min || avg > max) {
      warnings.push(
        `${file}: line ${number}: the average response time lies outside of least and greatest; taken as it is`,
      );
    }
    lastRow = number;
    rows.push(local === undefined ? row : { local: local.text, ...row });
  }
  if (heading !== "whole") throw malformed(file, lines.length, "the file is empty.");
  if (lastRow === lines.length && !text.endsWith("\n")) {
    warnings.push(`${file}: line ${lines.length}: the file does not end with a line's end; its last number may be cut`);
  }
  return { rows, warnings };
}

function readValues(words: readonly string[]): StatisticsRow | undefined {
  const counts = words.slice(0, 4);
  const [throughput = "", ...times] = words.slice(4);
  if (!counts.every((word) => integer.test(word)) || !decimal.test(throughput)) return undefined;
  const [succeeded = 0, failed = 0, retransmissions = 0, duplicates = 0] = counts.map(Number);
  const row = { succeeded, failed, retransmissions, duplicates, throughputReqPerSec: Number(throughput) };
  if (times.every((word) => word === "-")) return row;
  if (!times.every((word) => decimal.test(word))) return undefined;
  const [avg = 0, min = 0, max = 0] = times.map(Number);
  return { ...row, responseTimeMs: { avg, min, max } };
}

/** Date and time, apart or joined by `T`, without regard to a zone. */
function readStamp(
  stamp: string,
  order: "day first" | "month first",
): { readonly text: string; readonly isGuess: boolean } | "unreadable" {
  const [, dateText = "", timeText = ""] = /^(\S*?)[T ]+(\d{1,2}:.*)$/u.exec(stamp) ?? [];
  const date = parsePrintedDate(dateText);
  const time = parseTimeOfDay(timeText.replace(/(:\d\d)[.,]\d+/u, "$1").replace(/Z$/u, ""));
  if (date === undefined || time === undefined) return "unreadable";
  const { day, isGuess } = chooseDay(date, order);
  return { text: new Date((day * daySec + time.seconds) * 1000).toISOString().slice(0, 19), isGuess };
}

/** As with sar: month first unless one of the dates can only be read with the day in front. */
function dateOrder(lines: readonly string[]): "day first" | "month first" {
  for (const line of lines) {
    const date = parsePrintedDate(line.trim().split(/[\sT]+/u)[0] ?? "");
    const order = date === undefined ? undefined : sureOrder(date);
    if (order !== undefined) return order;
  }
  return "month first";
}

function malformed(file: string, line: number, message: string): CrossbedError {
  return new CrossbedError("malformed", message, {
    where: `${file}: line ${line}`,
    hint: `Give a statistics file with the study's eight columns: ${statisticsColumns.join(" ")}.`,
  });
}
