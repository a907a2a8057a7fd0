import { expect, test } from "vitest";
import { noiseOf } from "../../../../../benchmarks/analysis/compare/noise.ts";
import type { ComparedRun, Side } from "../../../../../benchmarks/analysis/compare/unit.ts";
import { randomSource } from "../../../../../base/random.ts";
import type { SummaryCase } from "../../../../../benchmarks/results/summary.ts";
import { syntheticConditions } from "../../../../support/synthetic-run.ts";

/** Builds of one stack, one case each, with these shares of CPU. */
function sideOf(shares: readonly number[], feasible = true): Side {
  const runs = shares.map((mean, index): ComparedRun => {
    const run = `20261123T03051${String(index % 10)}Z-a`;
    const summary = {
      ...{
        case: "2.1.1",
        repetition: 1,
        nominalReqPerSec: 750,
        outcome: "completed",
        sent: 0,
        failed: 0,
        succeeded: 0,
      },
      ...{ responseTimeMs: null, cpuPercent: { mean }, feasible },
    } as unknown as SummaryCase;
    const manifest = { ...syntheticConditions, version: 2, run, status: "complete", endedAtMs: 5 } as const;
    return { manifest, analysis: { summary: { run, cases: [summary] } as never, histograms: [{} as never] } };
  });
  return { name: "kvm-16core", runs };
}

test("noiseOf · the spread of the builds, and by how much two further ones differ", () => {
  const noise = noiseOf(sideOf([10, 12, 14]));
  expect(noise).toMatchObject({ stack: "synthetic-6core", rack: "synthetic", atMs: 5 });
  expect(noise?.rows.map(({ measure }) => measure.name)).toEqual(["cpu"]);
  expect(noise?.rows[0]).toMatchObject({ builds: 3, mean: 12, deviation: 2 });
  // t(0.975; 2) is 4.30265 (R: qt).
  expect(noise?.rows[0]?.differenceOfTwo).toBeCloseTo(4.30265 * 2 * Math.SQRT2, 3);
});

test("noiseOf · one build has no noise", () => {
  expect(noiseOf(sideOf([10]))).toBeUndefined();
  expect(noiseOf(sideOf([]))).toBeUndefined();
});

test("noiseOf · says nothing of a load that a build did not carry", () => {
  const whole = sideOf([10, 12]);
  expect(noiseOf({ ...whole, runs: [...whole.runs, ...sideOf([90], false).runs] })).toBeUndefined();
});

test("noiseOf · two further builds differ by no more in 95 of 100 pairs, for two builds as for six", () => {
  const random = randomSource(2013);
  // Box and Muller (1958).
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const builds of [2, 3, 6]) {
    const trials = 2000;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const noise = noiseOf(sideOf(Array.from({ length: builds }, () => 50 + normal())));
      if (Math.abs(normal() - normal()) <= (noise?.rows[0]?.differenceOfTwo ?? 0)) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.935);
    expect(held / trials).toBeLessThan(0.965);
  }
});
