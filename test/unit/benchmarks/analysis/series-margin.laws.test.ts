/** What the intervals within a run promise, over series of known mean. Seeds are fixed: nothing here is left to chance. */
import { expect, test } from "vitest";
import { fewestIntervals, seriesMargin } from "../../../../benchmarks/analysis/series-margin.ts";
import {
  autoregressive,
  coverageOf,
  drifting,
  hiddenMemory,
  lognormal,
  movingAverage,
  stepAfterRestart,
  type SeriesKind,
} from "../../../support/series.ts";

const kinds: readonly (readonly [name: string, kind: SeriesKind])[] = [
  ...[0, 0.5, 0.7, 0.9].map((memory) => [`autocorrelation ${String(memory)}`, autoregressive(memory)] as const),
  ["moving average of six", movingAverage(6)],
  ["a drifting mean", drifting],
  ["a step after a restart", stepAfterRestart],
  ["lognormal, independent", lognormal(0, 1)],
  ["lognormal, autocorrelation 0.7", lognormal(0.7, 0.5)],
  ["a memory hidden by noise", hiddenMemory],
];

test.each(kinds)(
  "seriesMargin · %s: from 60 intervals on, 93 of 100 intervals hold the mean, and all are shown",
  (_, kind) => {
    for (const n of [fewestIntervals, 120]) {
      const { shown, reached } = coverageOf(kind, n, 3000, seriesMargin);
      expect(shown).toBe(1);
      expect(reached).toBeGreaterThanOrEqual(0.93);
    }
  },
);

test.each(kinds)("seriesMargin · %s: 20 intervals have none", (_, kind) => {
  expect(coverageOf(kind, 20, 10, seriesMargin).shown).toBe(0);
});
