import { expect, test } from "vitest";
import { unitKindOf, unitsOf, type ComparedRun } from "../../../../../benchmarks/analysis/compare/unit.ts";
import type { SummaryCase } from "../../../../../benchmarks/results/summary.ts";
import { syntheticConditions } from "../../../../support/synthetic-run.ts";

const load = { nominalReqPerSec: 750, hasMigration: false };

function runOf(run: string, build: string | undefined, ...repetitions: readonly number[]): ComparedRun {
  const cases = repetitions.map((repetition) => ({
    ...{ case: "2.3.1", repetition, nominalReqPerSec: 750, outcome: "completed" },
  })) as unknown as SummaryCase[];
  const manifest = { ...syntheticConditions, version: 2, run, status: "complete" } as const;
  const histograms = cases.map(() => ({}) as never);
  const analysis = { summary: { run, cases } as never, histograms };
  return { manifest, analysis, ...(build === undefined ? {} : { build }) };
}

const cut = runOf("cut", "study 3", 1);
const resumed = runOf("resumed", "study 3", 2, 3);
const other = runOf("other", undefined, 1);

test("unitsOf · a run that was interrupted and the run that went on with it are one observation", () => {
  const units = unitsOf({ name: "side", runs: [cut, other, resumed] }, "run", load);
  expect(units.map(({ label, repetitions }) => [label, repetitions.length])).toEqual([
    ["cut", 3],
    ["other", 1],
  ]);
});

test("unitKindOf · two runs of one build do not make runs the unit", () => {
  const sides = [cut, other].map((run) => ({ name: "side", runs: [run, resumed] }));
  expect(unitKindOf(sides)).toBe("repetition");
  expect(unitKindOf(sides.slice(1))).toBe("run");
});
