/**
 * Parses lines of samples, of which a study has a million: those of one series differ in time and value alone, so that the text around
 * these two numbers is parsed and checked once.
 */
import { latestMs } from "./directory.ts";
import { parseJson } from "./json.ts";
import { sampleSchema, type Reading, type Sample, type Series } from "./sample.ts";

/** As JSON writes numbers. */
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const timeKey = '"timeMs":';
const valueKey = '"value":';
const zero = "0".charCodeAt(0);
/** So many decimal digits a number holds exactly. */
const exactDigits = 15;
/** Lines that are all different must not fill the memory. */
const mostSeries = 10_000;

/** What the lines of a series have in common: the text before, between and after their two numbers. */
interface Known {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly series: Series;
  /** The series whose line came after the last one of this series. */
  next?: Known;
}

/** A parser that gives what `parseJson` gives with the schema of a sample, and throws what it throws. */
export function sampleParser(): (where: string, line: string) => Reading {
  /** By the text around its numbers. */
  const known = new Map<string, Known>();
  let last: Known | undefined;
  let lastTime: { readonly text: string; readonly timeMs: number } | undefined;
  return (where, line) => {
    // The series of one interval come in the same order as those of the one before, and have one time.
    const next = last?.next;
    const value = next === undefined || lastTime === undefined ? undefined : valueIn(line, next, lastTime.text);
    if (next !== undefined && lastTime !== undefined && value !== undefined) {
      last = next;
      return { series: next.series, timeMs: lastTime.timeMs, value };
    }
    const found = numbersIn(line);
    if (found === undefined) return readingOf(parseJson(where, line, sampleSchema));
    const { around, timeMs } = found;
    let its = known.get(around);
    if (its === undefined) {
      const sample = parseJson(where, line, sampleSchema);
      // Where a key is told twice, or belongs to a label, these are not the sample's numbers.
      const alike = parseJson(where, around, sampleSchema);
      if (alike.timeMs !== 1 || alike.value !== 2 || known.size >= mostSeries) return readingOf(sample);
      // Parts of the text around, not of the line: that would keep the piece of the file that it was cut from.
      its = {
        before: around.slice(0, found.timeAt),
        between: around.slice(found.timeAt + 1, found.valueIn),
        after: around.slice(found.valueIn + 1),
        series: readingOf(alike).series,
      };
      known.set(around, its);
    }
    if (last !== undefined) last.next = its;
    last = its;
    lastTime = { text: found.time, timeMs };
    return { series: its.series, timeMs, value: found.value };
  };
}

function readingOf({ timeMs, value, ...series }: Sample): Reading {
  return { series, timeMs, value };
}

/** The value of a line of this series at this time; undefined for any other line. */
function valueIn(line: string, { before, between, after }: Known, time: string): number | undefined {
  const betweenAt = before.length + time.length;
  const isExpected =
    line.startsWith(before) &&
    line.startsWith(time, before.length) &&
    line.startsWith(between, betweenAt) &&
    line.endsWith(after);
  return isExpected ? numberIn(line, betweenAt + between.length, line.length - after.length) : undefined;
}

/** The two numbers by the first of each key, and the text around them with 1 and 2 in their places; undefined for other values than numbers. */
function numbersIn(line: string) {
  const timeAt = line.indexOf(timeKey) + timeKey.length;
  const timeEnd = line.indexOf(",", timeAt);
  const valueAt = line.indexOf(valueKey, timeEnd) + valueKey.length;
  const valueEnd = line.indexOf(",", valueAt);
  const [timeMs, value] = [numberIn(line, timeAt, timeEnd), numberIn(line, valueAt, valueEnd)];
  if (timeMs === undefined || timeMs < 0 || timeMs > latestMs || value === undefined) return undefined;
  const around = `${line.slice(0, timeAt)}1${line.slice(timeEnd, valueAt)}2${line.slice(valueEnd)}`;
  return { around, time: line.slice(timeAt, timeEnd), timeAt, timeMs, valueIn: timeAt + 1 + valueAt - timeEnd, value };
}

/** A part of a line as JSON reads it; undefined for what is no number there. */
function numberIn(line: string, from: number, to: number): number | undefined {
  // Most are counts, which need not be cut out.
  let count = 0;
  let at = from;
  for (; at < to; at += 1) {
    const digit = line.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) break;
    count = 10 * count + digit;
  }
  const hasLeadingZero = to - from > 1 && line.charCodeAt(from) === zero;
  if (at === to && to > from && to - from <= exactDigits && !hasLeadingZero) return count;
  const text = line.slice(from, to);
  const value = Number(text);
  return number.test(text) && Number.isFinite(value) ? value : undefined;
}
