import { expect, test } from "vitest";
import type { ComparedRun } from "../../../../../benchmarks/analysis/compare/unit.ts";
import { testbedsOf } from "../../../../../benchmarks/analysis/study/testbed.ts";
import type { SummaryCase } from "../../../../../benchmarks/results/summary.ts";
import { syntheticConditions } from "../../../../support/synthetic-run.ts";

function runOf(run: string, ...outcomes: readonly SummaryCase["outcome"][]): ComparedRun {
  const cases = outcomes.map((outcome, index) => ({
    ...{ case: `case-${String(index)}`, repetition: 1, nominalReqPerSec: 750, outcome },
  })) as unknown as SummaryCase[];
  const manifest = { ...syntheticConditions, version: 2, run, status: "complete" } as const;
  return { manifest, analysis: { summary: { run, cases } as never, histograms: [] } };
}

test("testbedsOf · a run that was cut before any case was whole is no run to compare, and its piece is still shown", () => {
  const runs = [runOf("whole", "completed"), runOf("piece", "interrupted"), runOf("half", "completed", "interrupted")];
  const [testbed] = testbedsOf(runs);
  expect(testbed?.side?.runs.map(({ manifest }) => manifest.run)).toEqual(["whole", "half"]);
  expect(testbed?.cases.map(({ outcome }) => outcome)).toEqual([
    "completed",
    "interrupted",
    "completed",
    "interrupted",
  ]);
});
