/**
 * What each live migration of a case cost: three downtimes, lost and late requests, time until all was as before, CPU. The
 * baseline is the load alone, in the measured window before the first hop.
 */
import { mean } from "simple-statistics";
import { msToSec } from "../../base/units.ts";
import type { HopRecord } from "../results/case-record.ts";
import type { HopFigures } from "../results/summary.ts";
import { extremeOf, type CaseTally, type IntervalTally } from "./case-tally.ts";
import { seriesMargin } from "./series-margin.ts";

interface Window {
  readonly fromSec: number;
  readonly toSec: number;
}

/** Figures of the hops of a case, in their order. */
export function hopFigures(tally: CaseTally, hops: readonly HopRecord[]): HopFigures[] {
  const { record } = tally;
  const inWindow = (timeMs: number): number => msToSec(timeMs - record.measuredFromMs);
  const windowSec = inWindow(record.measuredToMs);
  const baseline = { fromSec: 0, toSec: Math.min(windowSec, ...hops.map(({ startMs }) => inWindow(startMs))) };
  return hops.map((hop, index): HopFigures => {
    const isMoved = (generator: string): boolean =>
      record.generators.some(({ name, cluster }) => name === generator && cluster === hop.cluster);
    const moved = tally.intervals(isMoved);
    const isOther = (generator: string): boolean => !isMoved(generator);
    const others = tally.intervals(isOther);
    const during = { fromSec: inWindow(hop.startMs), toSec: inWindow(hop.endMs) };
    const next = hops[index + 1];
    const after = { fromSec: during.toSec, toSec: next === undefined ? windowSec : inWindow(next.startMs) };
    const touches = ({ middleSec }: IntervalTally): boolean =>
      middleSec + record.intervalSec / 2 > during.fromSec && middleSec - record.intervalSec / 2 < during.toSec;
    const sum = (isOf: (generator: string) => boolean, count: "failed" | "retransmissions"): number | null =>
      sumOf(tally, isOf, count, touches);
    const { guest, from, to, failure, sentBytes, job, networkGap } = hop;
    const maxResponseTimeMs = greatestMs(moved.filter(touches));
    const service = longestGap(tally, hop, maxResponseTimeMs !== null);
    const openDowntimes = [
      ...(networkGap?.isOpen === true ? (["network"] as const) : []),
      ...(service?.isOpen === true ? (["service"] as const) : []),
    ];
    return {
      guest,
      from,
      to,
      ...(failure === undefined ? {} : { failure }),
      totalMs: hop.endMs - hop.startMs,
      hypervisorDowntimeMs: job?.downtimeMs ?? null,
      networkDowntimeMs: networkGap === undefined ? null : networkGap.endMs - networkGap.startMs,
      serviceDowntimeMs: service?.ms ?? null,
      ...(openDowntimes.length === 0 ? {} : { openDowntimes }),
      sentBytes: sentBytes ?? null,
      memoryProcessedBytes: job?.memoryProcessedBytes ?? null,
      iterations: job?.iterations ?? null,
      failed: sum(isMoved, "failed"),
      retransmissions: sum(isMoved, "retransmissions"),
      maxResponseTimeMs,
      othersFailed: sum(isOther, "failed"),
      othersMaxResponseTimeMs: greatestMs(others.filter(touches)),
      recoverySec: recoverySec(moved, record.intervalSec, baseline, after),
      cpuOverheadPoints: Object.fromEntries(
        record.hosts.flatMap(({ name }) => {
          const busyIn = ({ fromSec, toSec }: Window): number[] =>
            tally
              .cpuOf(name)
              .filter(({ middleSec }) => middleSec >= fromSec && middleSec < toSec)
              .map(({ busyPercent }) => busyPercent);
          const difference = differenceOf(busyIn(during), busyIn(baseline));
          return difference === undefined ? [] : [[name, difference]];
        }),
      ),
    };
  });
}

/** Over intervals that the hop touches; null where no generator tells it. */
function sumOf(
  tally: CaseTally,
  isOf: (generator: string) => boolean,
  count: "failed" | "retransmissions",
  touches: (interval: IntervalTally) => boolean,
): number | null {
  const generators = tally.record.generators.filter(({ name }) => isOf(name));
  if (generators.length === 0 || generators.some(({ totals }) => totals[count] === undefined)) return null;
  const intervals = tally.intervals(isOf).filter(touches);
  return intervals.reduce((total, { counts }) => total + counts[count], 0);
}

/** Longest gap of the moved cluster that the hop touches. Without a gap the time is 0 if the cluster answered meanwhile, else unknown. */
function longestGap(
  { record }: CaseTally,
  { cluster, startMs, endMs }: HopRecord,
  hasAnswered: boolean,
): { readonly ms: number; readonly isOpen?: true | undefined } | undefined {
  const generators = record.generators.filter((generator) => generator.cluster === cluster);
  if (generators.some(({ hasSingleAnswers }) => hasSingleAnswers === false)) return undefined;
  const [longest] = generators
    .flatMap(({ gaps: all }) => all ?? [])
    .filter((gap) => gap.endMs > startMs && gap.startMs < endMs)
    .map((gap) => ({ ms: gap.endMs - gap.startMs, isOpen: gap.isOpen }))
    .toSorted((left, right) => right.ms - left.ms);
  return longest ?? (hasAnswered ? { ms: 0 } : undefined);
}

function greatestMs(intervals: readonly IntervalTally[]): number | null {
  const answered = intervals.flatMap(({ responseTimeMs }) => responseTimeMs ?? []);
  return (
    extremeOf(
      answered.map(({ max }) => max),
      Math.max,
    ) ?? null
  );
}

/** Time from the hop's end to the end of the first interval after it whose mean is not above all of the baseline's. */
function recoverySec(
  intervals: readonly IntervalTally[],
  intervalSec: number,
  baseline: Window,
  after: Window,
): number | null {
  const within = ({ fromSec, toSec }: Window): { endSec: number; mean: number }[] =>
    intervals.flatMap(({ middleSec, responseTimeMs }) => {
      const isWithin = middleSec - intervalSec / 2 >= fromSec && middleSec + intervalSec / 2 <= toSec;
      return isWithin && responseTimeMs !== undefined
        ? [{ endSec: middleSec + intervalSec / 2, mean: responseTimeMs.mean }]
        : [];
    });
  const usual = within(baseline);
  if (usual.length === 0) return null;
  const limit = Math.max(...usual.map((interval) => interval.mean));
  const first = within(after).find((interval) => interval.mean <= limit);
  return first === undefined ? null : first.endSec - after.fromSec;
}

/** Difference of two means; the half widths of independent means add as squares do. */
function differenceOf(
  during: readonly number[],
  before: readonly number[],
): { readonly mean: number; readonly margin: number | null } | undefined {
  if (during.length === 0 || before.length === 0) return undefined;
  const difference = mean([...during]) - mean([...before]);
  const [left, right] = [seriesMargin(during), seriesMargin(before)];
  return { mean: difference, margin: left === undefined || right === undefined ? null : Math.hypot(left, right) };
}
