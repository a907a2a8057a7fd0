/** Turns what the runner gives for one repetition into lines of the result directory. */
import { loadCounts, metrics, type MetricName } from "../../base/metrics.ts";
import { msToSec, secToMs } from "../../base/units.ts";
import type { HistogramRecord } from "./histogram-record.ts";
import type { Sample } from "./sample.ts";
import type { CaseResult, HostCpu, LoadInterval } from "./case-result.ts";

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
  for (const { name, cpu } of result.hosts) {
    for (const row of cpu) {
      const measured = isMeasured(row.timeMs - secToMs(result.intervalSec) / 2);
      for (const [metric, value, more] of cpuValues(row)) {
        const labels = { host: name, ...more };
        const record = { ...identity, timeMs: row.timeMs, metric, unit: metrics[metric].unit, value, labels };
        yield { kind: "sample", isMeasured: measured, record };
      }
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

function* cpuValues(row: HostCpu): Generator<[MetricName, number, Record<string, string>]> {
  if (row.tool === "xentop") {
    for (const { name, cpuPercent } of row.domains) yield ["xen.domain.cpu", cpuPercent, { domain: name }];
    yield ["xen.host.cpu", row.hostPercent, {}];
    yield ["host.cpu.busy", row.hostPercent, { cpu: "all" }];
    return;
  }
  const labels = { cpu: row.cpu };
  yield ["host.cpu.user", row.user, labels];
  yield ["host.cpu.nice", row.nice, labels];
  yield ["host.cpu.system", row.system, labels];
  if (row.iowait !== undefined) yield ["host.cpu.iowait", row.iowait, labels];
  if (row.steal !== undefined) yield ["host.cpu.steal", row.steal, labels];
  yield ["host.cpu.idle", row.idle, labels];
  yield ["host.cpu.busy", busyPercent(row), labels];
}

/** sar prints two decimals, so that its rounded parts may add up to a little more than 100. */
function busyPercent({ idle, iowait = 0, steal = 0 }: Extract<HostCpu, { tool: "sar" }>): number {
  return Math.max(0, Math.round((100 - idle - iowait - steal) * 100) / 100);
}
