import { describe, expect, it } from "vitest";
import type { StudyBlock, StudyEvent, StudyRecord } from "../../../../benchmarks/results/study-journal.ts";
import { dashboardOf } from "../../../../studies/metrics/dashboard.ts";
import { studyFigures, type Figure } from "../../../../studies/metrics/figures.ts";
import { progressOf } from "../../../../studies/progress.ts";
import type { IntervalRecord } from "../../../../workloads/records.ts";

const cases = ["one", "two"].map((name) => ({ case: name, repetition: 1, nominalReqPerSec: 750, expectedSec: 60 }));
const block: StudyBlock = {
  ...{ stack: "kvm-16core", repetition: 1, isOnLab: true, isEmulated: true, cases, bytes: 1 },
  benchmarks: { when: "never", repetitions: 1, seed: 1 },
};
const process = { pid: 1, started: "1", bootId: "b", namespace: "n", machineId: "m" };
const begin: StudyEvent = { line: "begin", step: "bench", block: 0, atMs: 1000, suffix: "a", process };

function recordOf(events: readonly StudyEvent[]): StudyRecord {
  return {
    head: {
      ...{ line: "study", version: 1, name: "lab", digest: "0", seed: 1, rebuild: "each", switchMinutes: 1, atMs: 0 },
      blocks: [block, { ...block, repetition: 2 }],
    },
    events,
  };
}

const interval: IntervalRecord = {
  kind: "interval",
  phase: "measure",
  ...{ generator: "sim-a-1", index: 0, startEpochMs: 0, endEpochMs: 2000 },
  ...{ sent: 30, succeeded: 24, failed: 6, retransmissions: 0, duplicates: 0, late: 0 },
};

function valuesOf(figures: readonly Figure[], name: string): Record<string, number> {
  const values = figures.find((figure) => figure.name === name)?.values ?? [];
  return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(" "), value]));
}

describe("studyFigures", () => {
  const measured = new Map([[0, new Set(["one 1"])]]);

  it("counts cases and blocks, and times the step that is under way", () => {
    const record = recordOf([begin]);
    const figures = studyFigures(record, progressOf(record, measured, true), [], 31_000);
    expect(valuesOf(figures, "crossbed_study_cases")).toEqual({ "lab measured": 1, "lab left": 3 });
    expect(valuesOf(figures, "crossbed_study_blocks")).toMatchObject({
      "lab under-way": 1,
      "lab left": 1,
      "lab done": 0,
    });
    expect(valuesOf(figures, "crossbed_study_step_seconds")).toEqual({ "lab kvm-16core 1 bench": 30 });
  });

  it("has no step where none is under way", () => {
    const record = recordOf([begin, { line: "end", step: "bench", block: 0, atMs: 2000, outcome: "done" }]);
    const figures = studyFigures(record, progressOf(record, new Map(), true), [], 31_000);
    expect(valuesOf(figures, "crossbed_study_step_seconds")).toEqual({});
  });

  it("gives rates by the interval's own length, and no mean where nothing was answered", () => {
    const record = recordOf([begin]);
    const live = [{ case: "2.4.1-r1", interval }];
    const figures = studyFigures(record, progressOf(record, measured, true), live, 31_000);
    const label = "lab kvm-16core 1 2.4.1-r1 sim-a-1";
    expect(valuesOf(figures, "crossbed_load_requests_per_second")).toEqual({
      [`${label} sent`]: 15,
      [`${label} succeeded`]: 12,
      [`${label} failed`]: 3,
    });
    expect(valuesOf(figures, "crossbed_load_response_mean_seconds")).toEqual({});
    const answered = [{ case: "2.4.1-r1", interval: { ...interval, responseTimeMs: { mean: 5, min: 1, max: 9 } } }];
    const more = studyFigures(record, progressOf(record, measured, true), answered, 31_000);
    expect(valuesOf(more, "crossbed_load_response_mean_seconds")).toEqual({ [label]: 0.005 });
  });
});

describe("dashboardOf", () => {
  interface Panel {
    readonly title: string;
    readonly type: string;
    readonly gridPos: Readonly<Record<string, number>>;
    readonly fieldConfig: { readonly defaults: { readonly unit: string } };
    readonly targets: readonly { readonly expr: string }[];
  }

  it("shows every figure with a panel, in rows of 24 columns, each in its unit", () => {
    const record = recordOf([begin]);
    const { panels } = dashboardOf(studyFigures(record, progressOf(record, new Map(), true), [], 0)) as {
      readonly panels: readonly Panel[];
    };
    const shown = panels.map(({ title, type, gridPos, fieldConfig, targets }) => [
      ...[title, type, fieldConfig.defaults.unit, ...Object.values(gridPos)],
      targets[0]?.expr,
    ]);
    const of = (name: string): string => `crossbed_${name}{study="$study"}`;
    expect(shown).toEqual([
      ["Cases", "stat", "none", 0, 0, 6, 5, of("study_cases")],
      ["Builds", "stat", "none", 6, 0, 6, 5, of("study_blocks")],
      ["Time left", "stat", "s", 12, 0, 6, 5, of("study_left_seconds")],
      ["Step under way", "stat", "s", 18, 0, 6, 5, of("study_step_seconds")],
      ...[
        [
          "Requests",
          "timeseries",
          "reqps",
          0,
          5,
          12,
          9,
          `sum by (stack, case, outcome) (${of("load_requests_per_second")})`,
        ],
      ],
      ["Mean response time of each generator", "timeseries", "s", 12, 5, 12, 9, of("load_response_mean_seconds")],
    ]);
  });
});
