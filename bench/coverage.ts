/** What a 95 % interval for the mean of a measured window truly holds: Crossbed's own and the study's formula, over series of known mean. */
import { confidenceLevel, confidenceText } from "../base/confidence.ts";
import { estimateOf } from "../benchmarks/analysis/estimate.ts";
import { autoregressive, coverageOf } from "../test/support/series.ts";
import type { Finding } from "./finding.ts";

const count = 3000;

export function* coverage(): Generator<Finding> {
  for (const n of [20, 60, 120]) {
    for (const memory of [0, 0.5, 0.7, 0.9]) {
      const kind = autoregressive(memory);
      const own = coverageOf(kind, n, count, (values) => estimateOf(values)?.seriesMargin ?? undefined);
      const study = coverageOf(kind, n, count, (values) => estimateOf(values)?.margin ?? undefined);
      const reached = own.shown === 0 ? "none shown" : `${percent(own.reached)} reached`;
      yield {
        text:
          `${String(n)} intervals, autocorrelation ${String(memory)}: ${confidenceText} promised, ${reached}, ` +
          `${percent(1 - own.shown)} withheld; the study's formula reaches ${percent(study.reached)}.`,
        figures: {
          intervals: n,
          memory,
          series: count,
          nominal: confidenceLevel,
          reached: own.shown === 0 ? null : own.reached,
          withheld: 1 - own.shown,
          studyReached: study.reached,
        },
      };
    }
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
