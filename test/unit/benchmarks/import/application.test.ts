import { expect, test } from "vitest";
import { readApplication } from "../../../../benchmarks/import/application.ts";
import { localClock } from "../../../../benchmarks/import/clock.ts";

const head = "Succ Fail Retransmission Dup Thruput Avg Min Max\n";
const none = "0 0 0 0 0 - - -\n";
const base = {
  file: "RT_750.txt",
  clock: localClock("Europe/Stockholm"),
  intervalSec: 10,
  startedAtMs: undefined,
  rowsPerInterval: 1,
};

test("readApplication · rows of a file without times make an interval together, as in the study's figure B.5", () => {
  const rows = `240 0 0 0 23 2 1 25\n${none}1334 0 0 0 133 5 1 30\n${none.repeat(3)}`;
  const { intervals } = readApplication({ ...base, text: head + rows, startedAtMs: 0, rowsPerInterval: 3 });
  expect(intervals).toEqual([
    {
      startMs: 0,
      endMs: 10_000,
      succeeded: 1574,
      failed: 0,
      retransmissions: 0,
      duplicates: 0,
      responseTimeMs: { mean: (240 * 2 + 1334 * 5) / 1574, min: 1, max: 30 },
    },
    { startMs: 10_000, endMs: 20_000, succeeded: 0, failed: 0, retransmissions: 0, duplicates: 0 },
  ]);
});

test("readApplication · rows of one time are parts of the interval that ends then, in the zone of the clock", () => {
  const dated = `Date Time ${head}25/05/2013 13:11:12 240 1 2 3 23 2 1 25\n25/05/2013 13:11:12 10 0 0 0 1 4 4 4\n`;
  const { intervals } = readApplication({ ...base, text: dated });
  const endMs = Date.UTC(2013, 4, 25, 11, 11, 12);
  expect(intervals).toEqual([
    {
      startMs: endMs - 10_000,
      endMs,
      succeeded: 250,
      failed: 1,
      retransmissions: 2,
      duplicates: 3,
      responseTimeMs: { mean: (240 * 2 + 10 * 4) / 250, min: 1, max: 25 },
    },
  ]);
});

test("readApplication · a date that reads both ways is read as asked, without a warning", () => {
  const dated = `Date Time ${head}05/04/2013 13:11:12 240 1 2 3 23 2 1 25\n`;
  const { intervals, warnings } = readApplication({ ...base, text: dated, dateOrder: "dmy" });
  expect([intervals[0]?.endMs, warnings]).toEqual([Date.UTC(2013, 3, 5, 11, 11, 12), []]);
});

test("readApplication · refuses a file without times whose beginning nobody told", () => {
  expect(() => readApplication({ ...base, text: `${head}240 0 0 0 23 2 1 25\n` })).toThrow(
    "RT_750.txt: its rows have no times. Give startedAt, the beginning of its first interval.",
  );
});
