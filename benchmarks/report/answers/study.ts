/** Everything that the report of a study shows, made from its runs once. */
import type { Noise } from "../../analysis/compare/noise.ts";
import { buildOf, type ComparedRun } from "../../analysis/compare/unit.ts";
import { caseKey } from "../../results/measured.ts";
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
  /** Of the stacks of these runs on their rack, as far as it was measured. */
  readonly noise: readonly Noise[];
}

export function studyReport(runs: readonly ComparedRun[], noise: readonly Noise[] = []): StudyReport {
  const testbeds = testbedsOf(runs);
  return {
    runs,
    testbeds,
    questions: questionsOf(testbeds).map((question) => ({ ...question, objections: objectionsTo(question) })),
    crossings: (["cpu", "mean"] as const).flatMap((measure) => trendCrossings(testbeds, measure)),
    missing: missingOf(runs, testbeds),
    emulated: testbeds.some(({ emulated }) => emulated),
    noise,
  };
}

function missingOf(runs: readonly ComparedRun[], testbeds: readonly Testbed[]): string[] {
  const keyOf = ({ platform, layout }: Pick<Testbed, "platform" | "layout">): string => `${platform} ${layout}`;
  const present = new Set(testbeds.map(keyOf));
  const absent = new Map(studyCases.filter((each) => !present.has(keyOf(each))).map((each) => [keyOf(each), each]));
  const unfinished = runs.filter(({ manifest }) => manifest.status !== "complete");
  const cut = runs.flatMap((run) =>
    run.analysis.summary.cases
      .filter(({ outcome }) => outcome !== "completed")
      .map((one) => {
        const anew = otherRunWith(runs, run, one);
        const end = anew === undefined ? "" : `; ${anew.manifest.run} measured it anew`;
        return `${run.manifest.run}, case ${one.case}, repetition ${String(one.repetition)}: ${one.reasons.join("; ")}. It counts nowhere${end}.`;
      }),
  );
  return [
    ...[...absent.values()].map((each) => `${testbedName(each)}: no run of it is among these.`),
    ...unfinished.map(
      (run) => `${run.manifest.run} (${run.manifest.stack}) is ${run.manifest.status}: ${lackingCases(runs, run)}`,
    ),
    ...cut,
  ];
}

/** A run of the same build that has this repetition whole. */
function otherRunWith(
  runs: readonly ComparedRun[],
  run: ComparedRun,
  one: Parameters<typeof caseKey>[0],
): ComparedRun | undefined {
  return runs.find(
    (each) =>
      each !== run &&
      buildOf(each) === buildOf(run) &&
      each.analysis.summary.cases.some((other) => other.outcome === "completed" && caseKey(other) === caseKey(one)),
  );
}

function lackingCases(runs: readonly ComparedRun[], run: ComparedRun): string {
  const over = new Set(run.analysis.summary.cases.map(caseKey));
  const open = run.manifest.plannedCases.filter((each) => !over.has(caseKey(each)));
  if (open.length === 0) return "all of its cases are over.";
  const lost = open.filter((each) => otherRunWith(runs, run, each) === undefined);
  if (lost.length === 0) return "further runs of the same build measured the rest.";
  const loads = [...new Set(lost.map(({ nominalReqPerSec }) => nominalReqPerSec))].toSorted((a, b) => a - b);
  return `${String(lost.length)} of its repetitions, at ${loads.map(formatRate).join(", ")} req/s, were not measured.`;
}
