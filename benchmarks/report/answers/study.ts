/** Everything that the report of a study shows, made from its runs once. */
import type { ComparedRun } from "../../analysis/compare/unit.ts";
import { objectionsTo, type Objection } from "../../analysis/study/objections.ts";
import { questionsOf, type Question } from "../../analysis/study/questions.ts";
import { testbedsOf, type Testbed } from "../../analysis/study/testbed.ts";
import { trendCrossings, type TrendCrossing } from "../../analysis/study/trends.ts";
import { studyCases } from "../../cases/study.ts";
import { formatRate } from "../format.ts";
import { testbedName } from "./words.ts";

export interface StudyReport {
  readonly runs: readonly ComparedRun[];
  readonly testbeds: readonly Testbed[];
  readonly questions: readonly (Question & { readonly objections: readonly Objection[] })[];
  readonly crossings: readonly TrendCrossing[];
  /** What is not there, with its reason; a sentence each. */
  readonly missing: readonly string[];
  readonly emulated: boolean;
}

export function studyReport(runs: readonly ComparedRun[]): StudyReport {
  const testbeds = testbedsOf(runs);
  return {
    runs,
    testbeds,
    questions: questionsOf(testbeds).map((question) => ({ ...question, objections: objectionsTo(question) })),
    crossings: (["cpu", "mean"] as const).flatMap((measure) => trendCrossings(testbeds, measure)),
    missing: missingOf(runs, testbeds),
    emulated: testbeds.some(({ emulated }) => emulated),
  };
}

function missingOf(runs: readonly ComparedRun[], testbeds: readonly Testbed[]): string[] {
  const keyOf = ({ platform, layout }: Pick<Testbed, "platform" | "layout">): string => `${platform} ${layout}`;
  const present = new Set(testbeds.map(keyOf));
  const absent = new Map(studyCases.filter((each) => !present.has(keyOf(each))).map((each) => [keyOf(each), each]));
  const unfinished = runs.filter(({ manifest }) => manifest.status !== "complete");
  const cut = runs.flatMap(({ manifest, analysis }) =>
    analysis.summary.cases
      .filter(({ outcome }) => outcome !== "completed")
      .map(
        ({ case: name, repetition, reasons }) =>
          `${manifest.run}, case ${name}, repetition ${String(repetition)}: ${reasons.join("; ")}. It counts nowhere.`,
      ),
  );
  return [
    ...[...absent.values()].map((each) => `${testbedName(each)}: no run of it is among these.`),
    ...unfinished.map(
      ({ manifest }) =>
        `${manifest.run} (${manifest.stack}) is ${manifest.status}: ${lackingCases(runs, manifest.run)}`,
    ),
    ...cut,
  ];
}

function lackingCases(runs: readonly ComparedRun[], run: string): string {
  const found = runs.find(({ manifest }) => manifest.run === run);
  const done = new Set(found?.analysis.summary.cases.map((each) => `${each.case} ${String(each.repetition)}`));
  const open = (found?.manifest.plannedCases ?? []).filter(
    (each) => !done.has(`${each.case} ${String(each.repetition)}`),
  );
  if (open.length === 0) return "all of its cases are over.";
  const loads = [...new Set(open.map(({ nominalReqPerSec }) => nominalReqPerSec))].toSorted((a, b) => a - b);
  return `${String(open.length)} of its repetitions, at ${loads.map(formatRate).join(", ")} req/s, were not measured.`;
}
