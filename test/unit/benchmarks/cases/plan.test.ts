import { fc } from "../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../../benchmarks/cases/order.ts";
import { planCases, studyLoads, type CaseOptions } from "../../../../benchmarks/cases/plan.ts";

const options: CaseOptions = {
  platform: "kvm",
  layout: "6core",
  shares: { a: 0.5, b: 0.5 },
  loadsReqPerSec: [750, 2250],
  repetitions: 1,
  arrival: "constant",
  seed: 1,
  loadScale: 0.01,
  timeScale: 1 / 30,
};

describe("planCases", () => {
  it("names the study's cases, scales loads and times, and splits the load between the clusters", () => {
    const plan = planCases({ ...options, loadsReqPerSec: [2250] });
    expect(plan.cases).toEqual([
      {
        case: "2.3.2",
        repetition: 1,
        nominalReqPerSec: 2250,
        offeredReqPerSec: 22.5,
        clusterReqPerSec: { a: 11.25, b: 11.25 },
        arrival: "constant",
        seed: 1,
        warmUpSec: 20,
        measuredSec: 40,
        intervalSec: 2,
        timeoutMs: 2000,
        maxRetransmissions: 2,
      },
    ]);
    expect(plan.minutes).toBe(1.2);
  });

  it("warms up longest in the first case, whose programs have just started, unless all do so for long", () => {
    const warmUps = (timeScale: number): number[] =>
      planCases({ ...options, loadsReqPerSec: [750, 2250, 4500], timeScale }).cases.map((run) => run.warmUpSec);
    expect(warmUps(1 / 30)).toEqual([20, 4, 4]);
    expect(warmUps(1)).toEqual([120, 120, 120]);
  });

  it("offers the rate that a scale stands for, without the rest of a binary fraction", () => {
    const { cases } = planCases({ ...options, loadsReqPerSec: [2250], loadScale: 1 / 300 });
    expect(cases.map((run) => run.offeredReqPerSec)).toEqual([7.5]);
  });

  it("runs twenty minutes in ten-second intervals on servers like the study's", () => {
    const [first] = planCases({ ...options, timeScale: 1, loadScale: 1 }).cases;
    expect(first).toMatchObject({ measuredSec: 1200, intervalSec: 10, warmUpSec: 120 });
  });

  it("moves a guest away and home twice under the study's two loads, between times of the load alone", () => {
    const { cases, minutes } = planCases({
      ...options,
      layout: "migration",
      shares: { a: 150 / 2400, b: 2250 / 2400 },
      movingCluster: "a",
      loadsReqPerSec: studyLoads("kvm", "migration"),
      loadScale: 1,
      timeScale: 1,
    });
    expect(cases).toMatchObject([
      {
        case: "kvm-migration-2400",
        clusterReqPerSec: { a: 150, b: 2250 },
        warmUpSec: 900,
        migration: { cluster: "a", hops: 4, pauseSec: 120, limitSec: 600, expectedSec: 180 },
      },
    ]);
    expect(minutes).toBe(37.2);
  });

  it("takes the loads that the study found infeasible too, when asked for the study", () => {
    expect(studyLoads("kvm", "6core")).toEqual([750, 2250, 4500, 6450, 7350, 8850, 9450]);
    const loadsReqPerSec = studyLoads("kvm", "6core");
    expect(planCases({ ...options, loadsReqPerSec }).cases.map((run) => run.case)).toContain("kvm-6core-9450");
  });

  it("gives every repetition of every load exactly once, whatever the seed", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), (seed, repetitions) => {
        const plan = planCases({ ...options, seed, repetitions });
        const runs = plan.cases.map((run) => `${String(run.nominalReqPerSec)}/${String(run.repetition)}`);
        expect(new Set(runs).size).toBe(2 * repetitions);
        expect(plan.cases).toHaveLength(2 * repetitions);
      }),
    );
  });
});

describe("shuffled", () => {
  it("keeps the items, gives the same order for the same seed, and leaves its argument alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const once = shuffled(items, seed);
        expect(shuffled(items, seed)).toEqual(once);
        expect(once.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
        expect(items).toEqual(before);
      }),
    );
  });

  it("has an order that never changes: recorded runs name their seed", () => {
    expect(shuffled([1, 2, 3, 4, 5, 6, 7, 8], 1)).toMatchInlineSnapshot(`
      [
        2,
        6,
        1,
        4,
        7,
        8,
        5,
        3,
      ]
    `);
  });
});
