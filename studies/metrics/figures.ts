/** What a study that runs tells a monitoring system: how far it is, and what the load generators saw last. Pure. */
import { msToSec } from "../../base/units.ts";
import type { StudyRecord } from "../../benchmarks/results/study-journal.ts";
import { secondsLeft, type BlockProgress, type BlockState } from "../progress.ts";
import type { LiveInterval } from "./live.ts";

/** A gauge's values by their labels. Names have their unit last, as OpenMetrics has it. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  /** How the dashboard shows it: title, legend by labels, and by which labels it is summed. Absent: not at all. */
  readonly panel?: { readonly title: string; readonly legend: string; readonly sumBy?: string };
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

const states: readonly BlockState[] = ["done", "failed", "under-way", "left"];

/** Figures of a study as it stands at a moment (milliseconds since 1970). */
export function studyFigures(
  record: StudyRecord,
  progress: readonly BlockProgress[],
  live: readonly LiveInterval[],
  nowMs: number,
): Figure[] {
  const study = { study: record.head.name };
  const last = record.events.at(-1);
  const isStepping = last?.line === "begin";
  const block = isStepping ? record.head.blocks[last.block ?? -1] : undefined;
  const stack = { stack: block?.stack ?? "", build: String(block?.repetition ?? "") };
  const sum = (of: (one: BlockProgress) => number): number => progress.reduce((total, one) => total + of(one), 0);
  return [
    {
      name: "crossbed_study_cases",
      help: "Cases of the study, by whether a run has them whole.",
      panel: { title: "Cases", legend: "{{state}}" },
      values: [
        { labels: { ...study, state: "measured" }, value: sum(({ measured }) => measured) },
        { labels: { ...study, state: "left" }, value: sum(({ lacking }) => lacking.length) },
      ],
    },
    {
      name: "crossbed_study_blocks",
      help: "Builds of a stack, by state.",
      panel: { title: "Builds", legend: "{{state}}" },
      values: states.map((state) => ({
        labels: { ...study, state },
        value: progress.filter((one) => one.state === state).length,
      })),
    },
    {
      name: "crossbed_study_left_seconds",
      help: "Estimate of the time until every case is measured, if nothing fails.",
      panel: { title: "Time left", legend: "left" },
      values: [{ labels: study, value: secondsLeft(record, progress) }],
    },
    {
      name: "crossbed_study_step_seconds",
      help: "How long the step has been under way.",
      panel: { title: "Step under way", legend: "{{stack}} {{build}}: {{step}}" },
      values: isStepping
        ? [{ labels: { ...study, ...stack, step: last.step }, value: Math.max(0, msToSec(nowMs - last.atMs)) }]
        : [],
    },
    ...loadFigures({ ...study, ...stack }, live),
  ];
}

/** Rates and mean of the newest interval of each generator; a mean that nobody measured is absent. */
function loadFigures(labels: Readonly<Record<string, string>>, live: readonly LiveInterval[]): Figure[] {
  const each = live.map(({ case: name, interval }) => ({
    labels: { ...labels, case: name, generator: interval.generator },
    seconds: msToSec(interval.endEpochMs - interval.startEpochMs),
    interval,
  }));
  return [
    {
      name: "crossbed_load_requests_per_second",
      help: "Requests of the newest interval that were sent, answered and failed.",
      panel: { title: "Requests", legend: "{{stack}} {{case}} {{outcome}}", sumBy: "stack, case, outcome" },
      values: each.flatMap(({ labels: own, seconds, interval }) =>
        (["sent", "succeeded", "failed"] as const).map((outcome) => ({
          labels: { ...own, outcome },
          value: seconds > 0 ? interval[outcome] / seconds : 0,
        })),
      ),
    },
    {
      name: "crossbed_load_response_mean_seconds",
      help: "Mean response time of the newest interval.",
      panel: { title: "Mean response time of each generator", legend: "{{stack}} {{case}} {{generator}}" },
      values: each.flatMap(({ labels: own, interval }) =>
        interval.responseTimeMs === undefined ? [] : [{ labels: own, value: msToSec(interval.responseTimeMs.mean) }],
      ),
    },
    {
      name: "crossbed_load_interval_end_seconds",
      help: "When the newest interval ended, since 1970.",
      values: each.map(({ labels: own, interval }) => ({ labels: own, value: msToSec(interval.endEpochMs) })),
    },
  ];
}
