/**
 * Gathers the samples of one repetition while they stream by: those of the measured window, or those around it. Keeps some
 * numbers for each interval, none for each answer.
 */
import { mean } from "simple-statistics";
import { CrossbedError } from "../../base/errors.ts";
import { loadCounts, metrics, perName, type LoadCount, type MetricName } from "../../base/metrics.ts";
import { secToMs } from "../../base/units.ts";
import type { CaseRecord } from "../results/case-record.ts";
import type { HistogramRecord } from "../results/histogram-record.ts";
import type { Series } from "../results/sample.ts";
import { HistogramSum } from "./histogram.ts";

type Counts = Record<LoadCount, number>;

const succeededAt = loadCounts.indexOf("succeeded");
const zeros: Readonly<Counts> = perName(loadCounts, () => 0);

/** Names of metrics at their dots. */
const partsOf = Object.fromEntries(
  Object.keys(metrics).map((name) => {
    const [family = "", field = "", part = ""] = name.split(".");
    return [name, [family, field, part]];
  }),
) as unknown as Readonly<Record<MetricName, readonly [family: string, field: string, part: string]>>;

/** Days of the shortest intervals; files that have more are damaged. */
const mostIntervals = 100_000;

/** A count that the generator does not report is undefined. */
interface IntervalResponseTime {
  readonly mean: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** One interval, all generators together. Times are exact for generators, whole seconds for hosts. */
export interface IntervalTally {
  /** From the start of the measured window to the interval's middle; negative during the warm-up. */
  readonly middleSec: number;
  readonly counts: Readonly<Counts>;
  readonly throughputReqPerSec: number;
  /** Undefined when nothing was answered. */
  readonly responseTimeMs: IntervalResponseTime | undefined;
}

/** CPU of one host in one interval, percent of all its pCPUs. */
export interface CpuTally {
  readonly middleSec: number;
  readonly busyPercent: number;
  /** With sar's %iowait and %steal added, as the study's evaluation does (thesis, appendix B.1); on Xen the same as busy. */
  readonly studyPercent: number;
}

interface GeneratorInterval {
  /** In the order of `loadCounts`. */
  readonly counts: number[];
  throughput: number;
  mean: number | undefined;
  min: number | undefined;
  max: number | undefined;
}

/** Takes in the samples of one series. */
export type Taker = (timeMs: number, value: number) => void;

const ignore: Taker = () => undefined;

export class CaseTally {
  readonly record: CaseRecord;
  readonly histogram = new HistogramSum();
  /** Answers that the histograms hold of each generator. */
  readonly #byGenerator = new Map<string, Counts>();
  /** By interval number, then generator. */
  readonly #intervals = new Map<number, Map<string, GeneratorInterval>>();
  /** By host, then time. */
  readonly #cpu = new Map<string, Map<number, { busy: number; study: number }>>();
  /** Samples of one interval come together. */
  #last: { readonly timeMs: number; readonly generator: string; readonly interval: GeneratorInterval } | undefined;

  constructor(record: CaseRecord) {
    this.record = record;
    for (const { name } of record.generators) this.#byGenerator.set(name, noCounts());
    for (const { name } of record.hosts) this.#cpu.set(name, new Map());
  }

  /** What becomes of the samples of a series. */
  takerOf({ metric, labels }: Pick<Series, "metric" | "labels">): Taker {
    const [family, field, part] = partsOf[metric];
    if (family === "load") return this.#loadTaker(labels["generator"] ?? "", field, part);
    if (family === "host" && labels["cpu"] === "all") return this.#cpuTaker(labels["host"] ?? "", part);
    return ignore;
  }

  addHistogram(record: HistogramRecord): void {
    this.histogram.add(record.responseTimeUs, `case ${record.case} r${String(record.repetition)}`);
  }

  /** Counts of one generator over the measured window. */
  countsOf(generator: string): Readonly<Counts> {
    return this.#byGenerator.get(generator) ?? noCounts();
  }

  /** `belongs` leaves out other generators' part, by their names. */
  intervals(belongs: (generator: string) => boolean = () => true): IntervalTally[] {
    return [...this.#intervals]
      .toSorted(([left], [right]) => left - right)
      .map(([number, generators]) => {
        const all = [...generators].filter(([name]) => belongs(name)).map(([, interval]) => interval);
        const counts = noCounts();
        for (const each of all) for (const [at, name] of loadCounts.entries()) counts[name] += each.counts[at] ?? 0;
        const succeededOf = (each: GeneratorInterval): number => each.counts[succeededAt] ?? 0;
        const answered = all.filter((each) => each.mean !== undefined && succeededOf(each) > 0);
        const weighted = answered.reduce((sum, each) => sum + (each.mean ?? 0) * succeededOf(each), 0);
        const middleSec = (number + 0.5) * this.record.intervalSec;
        const throughputReqPerSec = all.reduce((sum, each) => sum + each.throughput, 0);
        if (answered.length === 0) return { middleSec, counts, throughputReqPerSec, responseTimeMs: undefined };
        const responseTimeMs = {
          mean: weighted / counts.succeeded,
          min: extremeOf(
            answered.map((each) => each.min),
            Math.min,
          ),
          max: extremeOf(
            answered.map((each) => each.max),
            Math.max,
          ),
        };
        return { middleSec, counts, throughputReqPerSec, responseTimeMs };
      });
  }

  /** Intervals of one host in the order of time; empty when its collector gave nothing. */
  cpuOf(host: string): CpuTally[] {
    const { measuredFromMs, intervalSec } = this.record;
    return [...(this.#cpu.get(host) ?? [])]
      .toSorted(([left], [right]) => left - right)
      .map(([timeMs, { busy, study }]) => ({
        middleSec: (timeMs - measuredFromMs) / secToMs(1) - intervalSec / 2,
        busyPercent: busy,
        studyPercent: study,
      }));
  }

  /**
   * CPU of the active hosts, in the order of time; with several of them their mean. Their samples are joined by time, to
   * half an interval, as their clocks tick apart; an interval that one host lacks is missing.
   */
  activeCpu(): { readonly busyPercent: number; readonly studyPercent: number }[] {
    const [first = [], ...others] = this.record.hosts
      .filter((host) => host.role === "active")
      .map((host) => this.cpuOf(host.name));
    const halfSec = this.record.intervalSec / 2;
    return first.flatMap((row) => {
      const mates = others.flatMap(
        (rows) =>
          rows.find((each) => each.middleSec >= row.middleSec - halfSec && each.middleSec < row.middleSec + halfSec) ??
          [],
      );
      if (mates.length < others.length) return [];
      const all = [row, ...mates];
      return {
        busyPercent: mean(all.map((each) => each.busyPercent)),
        studyPercent: mean(all.map((each) => each.studyPercent)),
      };
    });
  }

  #loadTaker(generator: string, field: string, part: string): Taker {
    const counts = this.#byGenerator.get(generator);
    if (counts === undefined) return ignore;
    const at = loadCounts.indexOf(field as LoadCount);
    const name = loadCounts[at];
    if (name !== undefined) {
      return (timeMs, value) => {
        const interval = this.#intervalAt(timeMs, generator);
        interval.counts[at] = (interval.counts[at] ?? 0) + value;
        counts[name] += value;
      };
    }
    const told = field === "responseTime" ? part : field;
    return (timeMs, value) => {
      const interval = this.#intervalAt(timeMs, generator);
      if (told === "mean" || told === "min" || told === "max" || told === "throughput") interval[told] = value;
    };
  }

  #intervalAt(timeMs: number, generator: string): GeneratorInterval {
    const last = this.#last;
    if (last?.timeMs === timeMs && last.generator === generator) return last.interval;
    const { measuredFromMs, intervalSec } = this.record;
    const middleMs = timeMs - secToMs(intervalSec) / 2;
    const number = Math.floor((middleMs - measuredFromMs) / secToMs(intervalSec));
    const generators = getOrAdd(this.#intervals, number, () => new Map<string, GeneratorInterval>());
    this.#checkSize(this.#intervals.size);
    const interval = getOrAdd(generators, generator, () => {
      return { counts: loadCounts.map(() => 0), throughput: 0, mean: undefined, min: undefined, max: undefined };
    });
    this.#last = { timeMs, generator, interval };
    return interval;
  }

  #checkSize(intervals: number): void {
    if (intervals <= mostIntervals) return;
    const message = `case ${this.record.case} has more than ${String(mostIntervals)} intervals.`;
    throw new CrossbedError("malformed", message, { hint: "Restore the run's files from a copy." });
  }

  #cpuTaker(host: string, part: string): Taker {
    const times = this.#cpu.get(host);
    if (times === undefined) return ignore;
    return (timeMs, value) => {
      this.#checkSize(times.size);
      const at = getOrAdd(times, timeMs, () => ({ busy: 0, study: 0 }));
      if (part === "busy") {
        at.busy = value;
        at.study += value;
      } else if (part === "iowait" || part === "steal") at.study += value;
    };
  }
}

/** Undefined where one of the values is, or where there is none. */
export function extremeOf(
  values: readonly (number | undefined)[],
  pick: (...values: number[]) => number,
): number | undefined {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 || told.length < values.length ? undefined : pick(...told);
}

function noCounts(): Counts {
  return { ...zeros };
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
