/**
 * Parses lines of samples, of which a study has a million: those of one series differ in time and value alone, so that the text around
 * these two numbers is parsed and checked once.
 */
import { latestMs } from "./directory.ts";
import { parseJson } from "./json.ts";
import { sampleSchema, type Sample } from "./sample.ts";

/** As JSON writes numbers. */
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const timeKey = '"timeMs":';
const valueKey = '"value":';
/** Lines that are all different must not fill the memory. */
const mostSeries = 10_000;

/** What the lines of a series have in common: the text before, between and after their two numbers. */
interface Series {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly sample: Sample;
  /** The series whose line came after the last one of this series. */
  next?: Series;
}

/** A parser that gives what `parseJson` gives with the schema of a sample, and throws what it throws. */
export function sampleParser(): (where: string, line: string) => Sample {
  /** By the text around its numbers. */
  const known = new Map<string, Series>();
  let last: Series | undefined;
  return (where, line) => {
    // The series of one interval come in the same order as those of the one before.
    const expected = last?.next;
    const isExpected = expected !== undefined && line.startsWith(expected.before);
    const timeAt = isExpected ? expected.before.length : line.indexOf(timeKey) + timeKey.length;
    const timeEnd = line.indexOf(",", timeAt);
    const isSame = isExpected && line.startsWith(expected.between, timeEnd);
    const valueAt = isSame ? timeEnd + expected.between.length : line.indexOf(valueKey, timeEnd) + valueKey.length;
    const valueEnd = line.indexOf(",", valueAt);
    const [time, digits] = [line.slice(timeAt, timeEnd), line.slice(valueAt, valueEnd)];
    const [timeMs, value] = [Number(time), Number(digits)];
    const arePlain =
      number.test(time) && number.test(digits) && timeMs >= 0 && timeMs <= latestMs && Number.isFinite(value);
    if (!arePlain) return parseJson(where, line, sampleSchema);
    if (isSame && line.length === valueEnd + expected.after.length && line.endsWith(expected.after)) {
      last = expected;
      return { ...expected.sample, timeMs, value };
    }
    const around = `${line.slice(0, timeAt)}1${line.slice(timeEnd, valueAt)}2${line.slice(valueEnd)}`;
    let series = known.get(around);
    if (series === undefined) {
      const sample = parseJson(where, line, sampleSchema);
      // Where a key is told twice, or belongs to a label, these are not the sample's numbers.
      const alike = parseJson(where, around, sampleSchema);
      if (alike.timeMs !== 1 || alike.value !== 2 || known.size >= mostSeries) return sample;
      // Parts of the text around, not of the line: that would keep the piece of the file that it was cut from.
      const valueIn = timeAt + 1 + valueAt - timeEnd;
      series = {
        before: around.slice(0, timeAt),
        between: around.slice(timeAt + 1, valueIn),
        after: around.slice(valueIn + 1),
        sample: alike,
      };
      known.set(around, series);
    }
    if (last !== undefined) last.next = series;
    last = series;
    return { ...series.sample, timeMs, value };
  };
}
