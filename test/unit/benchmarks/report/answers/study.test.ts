import { expect, test } from "vitest";
import type { ComparedRun } from "../../../../../benchmarks/analysis/compare/unit.ts";
import { measures } from "../../../../../benchmarks/analysis/compare/measures.ts";
import { studyDocument } from "../../../../../benchmarks/report/answers/document.ts";
import { renderStudyPage } from "../../../../../benchmarks/report/answers/page.ts";
import { studyReport } from "../../../../../benchmarks/report/answers/study.ts";
import { renderStudyText } from "../../../../../benchmarks/report/answers/text.ts";
import type { SummaryCase } from "../../../../../benchmarks/results/summary.ts";
import { syntheticConditions } from "../../../../support/synthetic-run.ts";

const plannedCases = [1, 2].map((repetition) => {
  return { case: "2.3.1", repetition, nominalReqPerSec: 750, offeredReqPerSec: 15 };
});

function runOf(
  run: string,
  status: "complete" | "interrupted",
  outcomes: readonly SummaryCase["outcome"][],
  build?: string,
): ComparedRun {
  const cases = outcomes.map((outcome, index) => {
    return { case: "2.3.1", repetition: index + 1, nominalReqPerSec: 750, outcome, reasons: [outcome] };
  }) as unknown as SummaryCase[];
  const manifest = { ...syntheticConditions, version: 2, run, status, plannedCases } as const;
  const analysis = { summary: { run, cases } as never, histograms: [] };
  return { manifest, analysis, ...(build === undefined ? {} : { build }) };
}

const missingOf = (...runs: readonly ComparedRun[]): readonly string[] =>
  studyReport(runs).missing.filter((text) => text.startsWith("cut"));

test("studyReport · a case that was cut is missing where no other run of its build measured it", () => {
  expect(missingOf(runOf("cut", "interrupted", ["interrupted"]), runOf("other", "complete", ["completed"]))).toEqual([
    "cut (synthetic-6core) is interrupted: 1 of its repetitions, at 750 req/s, were not measured.",
    "cut, case 2.3.1, repetition 1: interrupted. It counts nowhere.",
  ]);
});

test("studyReport · a case that a further run of the same build measured is not missing", () => {
  const cut = runOf("cut", "interrupted", ["interrupted"], "study 0");
  const resumed = runOf("resumed", "complete", ["completed", "completed"], "study 0");
  expect(missingOf(cut, resumed)).toEqual([
    "cut (synthetic-6core) is interrupted: further runs of the same build measured the rest.",
    "cut, case 2.3.1, repetition 1: interrupted. It counts nowhere; resumed measured it anew.",
  ]);
});

test("a study's report says by how much two builds of a stack differ, or that nobody knows", () => {
  const [measure] = measures;
  const row = { load: { nominalReqPerSec: 750, hasMigration: false }, measure, builds: 6, mean: 20, deviation: 0.5 };
  const noise = { stack: "kvm-16core", rack: "lab", atMs: 0, rows: [{ ...row, differenceOfTwo: 1.82 }] };
  const known =
    "kvm-16core against itself, 6 builds until 1970-01-01, 750 req/s: two builds differ by up to 1.82 % (cpu)";
  const unknown = "How much two builds of one stack differ on this rack is not known";
  for (const render of [renderStudyText, renderStudyPage]) {
    expect(render(studyReport([], [noise]))).toContain(known);
    expect(render(studyReport([]))).toContain(unknown);
  }
  expect(studyDocument(studyReport([], [noise])).noise).toMatchObject([{ rows: [{ measure: "cpu", unit: "%" }] }]);
});
