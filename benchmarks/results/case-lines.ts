/** Turns what the runner gives for one repetition into lines of the result directory. */
import { loadCounts, metrics, type MetricName } from "../../base/metrics.ts";
import { msToSec, secToMs } from "../../base/units.ts";
import type { HistogramRecord } from "./histogram-record.ts";
import type { Sample } from "./sample.ts";
import type { CaseResult, LoadInterval } from "./case-result.ts";

/** Whether a line counts: samples and histograms of the measured window do. */
export type CaseLine =
  | { readonly kind: "sample"; readonly isMeasured: boolean; readonly record: Sample }
  | { readonly kind: "histogram"; readonly isMeasured: boolean; readonly record: HistogramRecord };

/**
 * All samples and histograms of a repetition, generator by generator, then host by host, each in the order of time.
 * An interval belongs to the measured window when its middle does: sar's clock has whole seconds.
 */
export function* caseLines(run: string, result: CaseResult): Generator<CaseLine> {
  const identity = { run, case: result.case, repetition: result.repetition };
  const isMeasured = (middleMs: number): boolean => middleMs >= result.measuredFromMs && middleMs < result.measuredToMs;

  for (const { name, cluster, intervals } of result.generators) {
    const labels = { generator: name, cluster };
    for (const interval of intervals) {
      const measured = isMeasured((interval.startMs + interval.endMs) / 2);
      for (const [metric, value] of loadValues(interval)) {
        const record = { ...identity, timeMs: interval.endMs, metric, unit: metrics[metric].unit, value, labels };
        yield { kind: "sample", isMeasured: measured, record };
      }
      if (interval.histogram !== undefined) {
        const record = { ...identity, timeMs: interval.endMs, labels, responseTimeUs: interval.histogram };
        yield { kind: "histogram", isMeasured: measured, record };
      }
    }
  }
  for (const { name, samples } of result.hosts) {
    for (const { timeMs, metric, value, labels } of samples) {
      const measured = isMeasured(timeMs - secToMs(result.intervalSec) / 2);
      const unit = metrics[metric].unit;
      const record = { ...identity, timeMs, metric, unit, value, labels: { host: name, ...labels } };
      yield { kind: "sample", isMeasured: measured, record };
    }
  }
}

function* loadValues(interval: LoadInterval): Generator<[MetricName, number]> {
  for (const name of loadCounts) {
    const count = interval[name];
    if (count !== undefined) yield [`load.${name}`, count];
  }
  const lengthSec = msToSec(interval.endMs - interval.startMs);
  yield ["load.throughput", lengthSec > 0 ? interval.succeeded / lengthSec : 0];
  if (interval.responseTimeMs !== undefined) {
    const { mean, min, max } = interval.responseTimeMs;
    yield ["load.responseTime.mean", mean];
    if (min !== undefined) yield ["load.responseTime.min", min];
    if (max !== undefined) yield ["load.responseTime.max", max];
  }
}
