import { describe, expect, it } from "vitest";
import { IntervalSums } from "../../../../../workloads/command/run/intervals.ts";
import type { Row } from "../../../../../workloads/command/run/rows.ts";

const schedule = { warmUpMs: 2000, durationMs: 4000, intervalMs: 2000 };

const row = (endEpochMs: number | undefined, count: number, mean?: number): Row => ({
  endEpochMs,
  counts: { sent: count, succeeded: count, failed: 0 },
  ...(mean === undefined ? {} : { responseTimeMs: { mean, max: mean * 2 } }),
});

const sending = (endEpochMs: number, sent: number, succeeded: number, failed = 0): Row => ({
  endEpochMs,
  counts: { sent, succeeded, failed },
});

function sumsOf(rows: readonly Row[]): IntervalSums {
  const sums = new IntervalSums("sim-a-1", schedule, 10_000);
  for (const each of rows) sums.add(each);
  sums.finish();
  return sums;
}

describe("IntervalSums", () => {
  it("adds rows to the interval of their middle, means weighted by their answers", () => {
    const { intervals } = sumsOf([row(10_900, 5, 1), row(12_100, 15, 5), row(14_000, 7), row(16_000, 4)]);
    expect(
      intervals.map(({ phase, succeeded, startEpochMs, endEpochMs }) => [phase, succeeded, startEpochMs, endEpochMs]),
    ).toEqual([
      ["warm-up", 20, 10_000, 12_100],
      ["measure", 7, 12_100, 14_000],
      ["measure", 4, 14_000, 16_000],
    ]);
    expect(intervals[0]?.responseTimeMs).toEqual({ mean: 4, max: 10 });
    expect(intervals[1]?.responseTimeMs).toBeUndefined();
  });

  it("takes a row without a time for an interval", () => {
    const { intervals } = sumsOf([row(undefined, 1), row(undefined, 2), row(undefined, 3)]);
    expect(intervals.map(({ startEpochMs, succeeded }) => [startEpochMs, succeeded])).toEqual([
      [10_000, 1],
      [12_000, 2],
      [14_000, 3],
    ]);
  });

  it("keeps answers that come after the load in its last interval", () => {
    const late: Row = { endEpochMs: 19_000, counts: { sent: 0, succeeded: 4, failed: 0 } };
    const sums = sumsOf([row(12_000, 1), row(14_000, 2), sending(16_000, 7, 3), late]);
    expect(sums.intervals.at(-1)).toMatchObject({ index: 2, sent: 7, succeeded: 7, endEpochMs: 16_000, drainMs: 3000 });
    expect(sums.sentAfterwards).toBe(0);
    expect(sums.final(false, false)).toEqual({
      kind: "final",
      generator: "sim-a-1",
      startEpochMs: 12_000,
      endEpochMs: 16_000,
      interrupted: false,
      totals: { sent: 9, succeeded: 9, failed: 0 },
    });
  });

  it("leaves out what a generator that began late sends after the load, and keeps the answers to what it had sent", () => {
    const sums = sumsOf([row(14_000, 2), sending(16_000, 7, 5), sending(18_000, 6, 4, 1), row(20_000, 6, 3)]);
    expect(sums.intervals.at(-1)).toMatchObject({ index: 2, sent: 7, succeeded: 6, failed: 1, drainMs: 2000 });
    expect(sums.final(false, false).totals).toEqual({ sent: 9, succeeded: 8, failed: 1 });
    expect(sums.sentAfterwards).toBe(12);
  });

  it("ends with its last row when it is cut, or where it was to begin", () => {
    expect(sumsOf([row(12_000, 1), row(13_000, 2)]).final(true, true)).toMatchObject({
      interrupted: true,
      endEpochMs: 13_000,
    });
    expect(sumsOf([row(11_000, 1)]).final(true, true)).toMatchObject({
      endEpochMs: 12_000,
      totals: { sent: 0, succeeded: 0, failed: 0 },
    });
  });
});
