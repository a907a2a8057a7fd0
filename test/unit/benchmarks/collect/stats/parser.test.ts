import { describe, expect, test } from "vitest";
import { parseStatistics } from "../../../../../benchmarks/collect/stats/parser.ts";

const twoLines =
  "Succ\tFail\tRetransmission Detected\tDuplicate Answered\tThrput (/s)\tResponse time (ms)\t\t\n" +
  "\t\t\t\t\tAvg\tMin\tMax\n";
const oneLine = "Date       Time     Succ Fail Retransmission Dup Thruput Avg Min Max\n";
const parse = (text: string): ReturnType<typeof parseStatistics> => parseStatistics(text, "stats.txt");

const busy = {
  succeeded: 240,
  failed: 0,
  retransmissions: 1,
  duplicates: 2,
  throughputReqPerSec: 23.5,
  responseTimeMs: { avg: 2, min: 1, max: 25 },
};

test("parseStatistics · reads the study's file: two heading lines, a dash where nothing was answered", () => {
  expect(parse(`${twoLines}240\t0\t1\t2\t23.5\t2\t1\t25\n0\t0\t0\t0\t0\t-\t-\t-\n`)).toEqual({
    rows: [busy, { succeeded: 0, failed: 0, retransmissions: 0, duplicates: 0, throughputReqPerSec: 0 }],
    warnings: [],
  });
});

describe("parseStatistics · date and time in front", () => {
  test.each([
    "2026-11-23 01:02:03",
    "2026-11-23T01:02:03",
    "11/23/2026 01:02:03",
    "23.11.2026 01:02:03.250",
    "11/23/26 01:02:03 AM",
  ])("%s", (stamp) => {
    expect(parse(`${oneLine}${stamp} 240 0 1 2 23.5 2 1 25\n`)).toEqual({
      rows: [{ local: "2026-11-23T01:02:03", ...busy }],
      warnings: [],
    });
  });
  test("a date that can be read in two ways is read with the month first, with a warning", () => {
    expect(parse(`${oneLine}05/04/2026 01:02:03 240 0 1 2 23.5 2 1 25\n`).warnings).toEqual([
      "stats.txt: line 2: 05/04/2026 01:02:03 is read with the month first, as 2026-05-04T01:02:03",
    ]);
  });
});

test("parseStatistics · takes headings again where files were joined", () => {
  const part = `${twoLines}240 0 1 2 23.5 2 1 25\n\n`;
  expect(parse(part + part).rows).toEqual([busy, busy]);
});

test("parseStatistics · leaves a cut last line out, with a warning", () => {
  expect(parse(`${twoLines}240 0 1 2 23.5 2 1 25\n240 0 1`)).toEqual({
    rows: [busy],
    warnings: ["stats.txt: line 4: left out: the file ends in the middle of this line"],
  });
});

test("parseStatistics · tells that a last line without its end may be cut", () => {
  expect(parse(`${twoLines}240 0 1 2 23.5 2 1 25`)).toEqual({
    rows: [busy],
    warnings: ["stats.txt: line 3: the file does not end with a line's end; its last number may be cut"],
  });
});

test("parseStatistics · tells of an average outside of its extremes", () => {
  expect(parse(`${twoLines}240 0 1 2 23.5 30 1 25\n`).warnings).toEqual([
    "stats.txt: line 3: the average response time lies outside of least and greatest; taken as it is",
  ]);
});

describe("parseStatistics · refuses what is no statistics file, and says where", () => {
  test.each([
    ["an empty file", "", "stats.txt: line 1: the file is empty."],
    [
      "numbers without a heading",
      "240 0 1 2 23.5 2 1 25\n",
      "stats.txt: line 1: here should stand a heading with Succ, Fail, Retransmission, Dup, Thruput.",
    ],
    [
      "half of a heading",
      "Succ Fail Retransmission Dup Thruput\n1 2 3 4 5 6 7 8\n",
      "stats.txt: line 2: here should stand a heading with Avg, Min, Max.",
    ],
    [
      "seven columns",
      `${twoLines}1 2 3 4 5 6 7\n1 2 3 4 5 6 7 8\n`,
      "stats.txt: line 3: this line has not the eight columns.",
    ],
    [
      "a negative count",
      `${twoLines}-1 0 0 0 0 1 1 1\n1 2 3 4 5 6 7 8\n`,
      "stats.txt: line 3: this line has not the eight columns.",
    ],
    [
      "a response time that is half there",
      `${twoLines}1 0 0 0 0 - 1 1\n1 2 3 4 5 6 7 8\n`,
      "stats.txt: line 3: this line has not the eight columns.",
    ],
    [
      "words in front",
      `${twoLines}host one 1 0 0 0 0 1 1 1\n`,
      'stats.txt: line 3: "host one" is not a date and a time.',
    ],
  ])("%s", (_, text, message) => {
    expect(() => parse(text)).toThrow(
      `${message} Give a statistics file with the study's eight columns: Succ Fail Retransmission Dup Thruput Avg Min Max.`,
    );
  });
});
