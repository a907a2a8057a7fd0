import { describe, expect, test } from "vitest";
import { Statistics } from "../../../../../workloads/ss7/application/statistics.ts";

const endEpochMs = Date.UTC(2026, 10, 23, 3, 40, 10);

describe("Statistics", () => {
  test("writes the study's columns of an interval, times with three decimals", () => {
    const statistics = new Statistics();
    statistics.add(true, false, true, 1.5);
    statistics.add(true, true, true, 0.25);
    statistics.add(false, false, false, 9);
    expect(statistics.take(endEpochMs, 10_000)).toBe("2026-11-23 03:40:10 2 1 1 1 0.2 0.875 0.250 1.500");
  });

  test("writes dashes where nothing was answered", () => {
    expect(new Statistics().take(endEpochMs, 10_000)).toBe("2026-11-23 03:40:10 0 0 0 0 0.0 - - -");
  });

  test("starts each interval anew and keeps its totals", () => {
    const statistics = new Statistics();
    statistics.add(true, false, true, 1);
    statistics.take(endEpochMs, 10_000);
    statistics.add(false, true, false, 1);
    expect(statistics.take(endEpochMs, 10_000)).toBe("2026-11-23 03:40:10 0 1 1 0 0.0 - - -");
    expect(statistics.totals).toEqual({ succeeded: 1, failed: 1, retransmissions: 1, duplicates: 0 });
  });
});
