/** Makes a run's summary from its stored samples and histograms alone, so that anybody can make it again years later. */
import { CrossbedError } from "../../base/errors.ts";
import { loadCounts, percentileNames, percentiles, perName, type LoadCount } from "../../base/metrics.ts";
import { msToSec } from "../../base/units.ts";
import type { RunWarning } from "../../base/warnings.ts";
import { runFiles } from "../results/directory.ts";
import type { RunReader } from "../results/reader.ts";
import type { CaseRecord } from "../results/case-record.ts";
import { resultVersion } from "../results/version.ts";
import type { Reading, Series } from "../results/sample.ts";
import type { Summary, SummaryCase } from "../results/summary.ts";
import { CaseTally, extremeOf, type IntervalTally, type Taker } from "./case-tally.ts";
import { estimateOf } from "./estimate.ts";
import { judgeFeasibility } from "./feasibility.ts";
import { HistogramSum } from "./histogram.ts";
import { hopFigures } from "./hops.ts";
import { unsettledLength } from "./mser-5.ts";

/** What a comparison needs of a run: it grows with the cases, not with their samples. */
export interface RunFigures {
  readonly summary: Summary;
  /** Answers of each case of the summary, in its order. */
  readonly histograms: readonly HistogramSum[];
}

/** A run's summary and what its figures need beside it, case by case in the order in which they ran. */
export interface Analysis {
  readonly summary: Summary;
  readonly tallies: readonly CaseTally[];
  /** The same repetitions before and after their measured windows. */
  readonly around: readonly CaseTally[];
}

/**
 * Reads the measured windows of a run once, as a stream, and analyses them.
 * @throws CrossbedError `malformed` when counts do not add up: intervals to the generators' totals, histograms to answers.
 */
export async function figuresOf(run: RunReader): Promise<RunFigures> {
  const { summary, tallies } = await analyseWindows(run);
  return { summary, histograms: tallies.map(({ histogram }) => histogram) };
}

/** The same with the intervals and what was around the measured windows. @throws CrossbedError as `figuresOf` does. */
export async function analyseRun(run: RunReader): Promise<Analysis> {
  const analysis = await analyseWindows(run);
  const around = new Tallies(run.cases);
  for await (const readings of run.warmUp()) for (const reading of readings) around.add(reading);
  return { ...analysis, around: around.list };
}

async function analyseWindows(run: RunReader): Promise<Omit<Analysis, "around">> {
  const tallies = new Tallies(run.cases);
  let orphans = 0;
  for await (const readings of run.samples()) {
    for (const reading of readings) if (!tallies.add(reading)) orphans += 1;
  }
  for await (const records of run.histograms()) for (const record of records) tallies.of(record)?.addHistogram(record);

  const { manifest } = run;
  const warnings: RunWarning[] = [...manifest.warnings];
  const warn = (text: string): number => warnings.push({ about: "run", text });
  for (const text of run.warnings) warn(text);
  if (orphans > 0) warn(`${String(orphans)} samples belong to a repetition that did not end; left out`);
  if (manifest.status === "running") warn("the run did not end: its process was killed or is still at work");
  for (const planned of manifest.plannedCases) {
    if (tallies.of(planned) !== undefined) continue;
    const { case: name, repetition } = planned;
    warnings.push({ about: "run", case: name, repetition, text: "it was planned and did not run" });
  }
  const summary: Summary = {
    version: resultVersion,
    run: manifest.run,
    stack: manifest.stack,
    platform: manifest.platform,
    layout: manifest.layout,
    ...(manifest.workload?.["kind"] === undefined ? {} : { workload: manifest.workload["kind"] }),
    emulated: manifest.emulated,
    ...(manifest.imported === undefined ? {} : { imported: true }),
    scale: manifest.scale,
    status: manifest.status,
    interrupted: manifest.status === "interrupted" || manifest.status === "running",
    cases: tallies.list.map((tally) => summariseCase(tally, run.directory)),
    warnings,
  };
  return { summary, tallies: tallies.list };
}

interface CaseName {
  readonly case: string;
  readonly repetition: number;
}

/** The tallies of a run's repetitions. */
class Tallies {
  readonly list: readonly CaseTally[];
  readonly #byKey: ReadonlyMap<string, CaseTally>;
  readonly #takers = new WeakMap<Series, Taker>();
  /** Lines of one repetition come together. */
  #last: { readonly of: CaseName; readonly tally: CaseTally | undefined } | undefined;

  constructor(records: readonly CaseRecord[]) {
    // A repetition that is told twice is the last one.
    this.#byKey = new Map(records.map((record) => [keyOf(record), new CaseTally(record)]));
    this.list = [...this.#byKey.values()];
  }

  /** Takes in a sample; false where it belongs to none of the repetitions. */
  add({ series, timeMs, value }: Reading): boolean {
    let take = this.#takers.get(series);
    if (take === undefined) {
      take = this.of(series)?.takerOf(series);
      if (take === undefined) return false;
      this.#takers.set(series, take);
    }
    take(timeMs, value);
    return true;
  }

  of(name: CaseName): CaseTally | undefined {
    const last = this.#last;
    if (last?.of.case === name.case && last.of.repetition === name.repetition) return last.tally;
    const tally = this.#byKey.get(keyOf(name));
    this.#last = { of: name, tally };
    return tally;
  }
}

function keyOf({ case: name, repetition }: CaseName): string {
  return `${name} r${String(repetition)}`;
}

function summariseCase(tally: CaseTally, directory: string): SummaryCase {
  const { record } = tally;
  checkCounts(tally, directory);
  const intervals = tally.intervals();
  const measuredSec = msToSec(record.measuredToMs - record.measuredFromMs);
  const total = (name: LoadCount): number => intervals.reduce((sum, interval) => sum + interval.counts[name], 0);
  const counts = perName(loadCounts, (name) => (isTold(record, name) ? total(name) : null));
  const { sent, succeeded, failed } = counts;
  const perSec = (count: number | null): number | null =>
    count !== null && measuredSec > 0 ? count / measuredSec : null;

  let waiting = 0;
  const backlog =
    sent === null
      ? []
      : intervals
          .slice(0, -1)
          .map((each) => (waiting += each.counts.sent - each.counts.succeeded - each.counts.failed));
  const { isFeasible, reasons } = judgeFeasibility({ ...record, measuredSec, sent, succeeded, failed, backlog });

  const means = intervals.flatMap(({ responseTimeMs }) => responseTimeMs?.mean ?? []);
  const unsettled = unsettledLength(means);
  const active = tally.activeCpu();

  return {
    case: record.case,
    repetition: record.repetition,
    nominalReqPerSec: record.nominalReqPerSec,
    offeredReqPerSec: record.offeredReqPerSec,
    sentReqPerSec: perSec(sent),
    achievedReqPerSec: perSec(succeeded),
    ...counts,
    feasible: isFeasible ?? null,
    reasons: [...reasons],
    outcome: record.outcome,
    measuredSec,
    cpuPercent: estimateOf(active.map((each) => each.busyPercent)) ?? null,
    cpuPercentStudy: estimateOf(active.map((each) => each.studyPercent)) ?? null,
    cpuPercentByHost: Object.fromEntries(
      record.hosts.flatMap(({ name }) => {
        const estimate = estimateOf(tally.cpuOf(name).map((each) => each.busyPercent));
        return estimate === undefined ? [] : [[name, estimate]];
      }),
    ),
    responseTimeMs: responseTimeOf(tally, intervals, total("succeeded")),
    sendLagMs: sendLagOf(record),
    unsettledSec: unsettled === undefined ? null : unsettled * record.intervalSec,
    ...(record.hops === undefined ? {} : { hops: hopFigures(tally, record.hops) }),
    ...(record.probeIntervalMs === undefined ? {} : { probeIntervalMs: record.probeIntervalMs }),
    warnings: [...record.warnings, ...caseWarnings(tally, unsettled, means.length)],
  };
}

/** Whether every generator counted it. Without a generator nobody did. */
function isTold({ generators }: CaseRecord, name: LoadCount): boolean {
  return generators.length > 0 && generators.every(({ totals }) => totals[name] !== undefined);
}

/** Null where nobody answered, or where a generator that should have a histogram has none. */
function responseTimeOf(
  tally: CaseTally,
  intervals: readonly IntervalTally[],
  succeeded: number,
): SummaryCase["responseTimeMs"] {
  const answered = intervals.flatMap(({ responseTimeMs }) => (responseTimeMs === undefined ? [] : [responseTimeMs]));
  const estimate = estimateOf(answered.map((each) => each.mean));
  const lacksAnswers = tally.record.generators.some(({ hasSingleAnswers }) => hasSingleAnswers === false);
  if (estimate === undefined || (tally.histogram.count === 0 && !lacksAnswers)) return null;
  const weighted = intervals.reduce((sum, each) => sum + (each.responseTimeMs?.mean ?? 0) * each.counts.succeeded, 0);
  const min = extremeOf(
    answered.map((each) => each.min),
    Math.min,
  );
  const max = extremeOf(
    answered.map((each) => each.max),
    Math.max,
  );
  return {
    ...estimate,
    min: min ?? null,
    ...perName(percentileNames, (name) =>
      lacksAnswers ? null : (tally.histogram.percentileMs(percentiles[name].percent, max) ?? null),
    ),
    max: max ?? null,
    meanOfAnswers: weighted / succeeded,
  };
}

/** Percentiles over all generators together, from the sum of their histograms. Where one of them reports none, they are missing. */
function sendLagOf(record: CaseRecord): SummaryCase["sendLagMs"] {
  const { generators } = record;
  const told = generators.flatMap(({ sendLag }) => sendLag ?? []);
  if (told.length === 0 || told.length < generators.length) return null;
  const all = new HistogramSum();
  for (const { histogram } of told) if (histogram !== undefined) all.add(histogram, keyOf(record));
  const max = Math.max(...told.map(({ maxMs }) => maxMs));
  const isWhole = told.every(({ histogram }) => histogram !== undefined);
  const percentile = (percent: number): number | null => (isWhole ? (all.percentileMs(percent, max) ?? null) : null);
  return { p50: percentile(50), p99: percentile(99), max };
}

function caseWarnings(tally: CaseTally, unsettled: number | undefined, intervals: number): RunWarning[] {
  const warnings = tally.record.hosts
    .filter(({ name }) => tally.cpuOf(name).length === 0)
    .map(({ name: machine, tool }): RunWarning => {
      return { about: "CPU", machine, text: `there is no CPU sample of ${machine} (${tool}) in the measured window` };
    });
  // MSER-5 looks at the first half only: a cut at its end means that the series never settled.
  if (unsettled !== undefined && unsettled > 0 && unsettled >= Math.floor(intervals / 2) - 4) {
    const text = "the response time did not settle within the measured window (MSER-5)";
    warnings.push({ about: "response time", text });
  }
  return warnings;
}

/** Sums must be equal to the last request: anything else means that an interval was lost or counted twice. */
function checkCounts(tally: CaseTally, directory: string): void {
  const { record, histogram } = tally;
  const differences: string[] = [];
  let answers = 0;
  for (const { name, totals, hasSingleAnswers = true } of record.generators) {
    const counts = tally.countsOf(name);
    if (hasSingleAnswers) answers += counts.succeeded;
    for (const count of loadCounts) {
      if (counts[count] !== (totals[count] ?? 0)) {
        differences.push(`${name} ${count}: intervals ${String(counts[count])}, total ${String(totals[count])}`);
      }
    }
  }
  if (histogram.count !== answers) {
    differences.push(`answers: histograms ${String(histogram.count)}, intervals ${String(answers)}`);
  }
  if (differences.length === 0) return;
  throw new CrossbedError(
    "malformed",
    `the counts of case ${keyOf(record)} do not add up: ${differences.join("; ")}.`,
    {
      where: directory,
      hint: `Compare ${runFiles.samples} and ${runFiles.histograms} with ${runFiles.raw}/, and restore them from a copy.`,
    },
  );
}
