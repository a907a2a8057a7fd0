import { expect, test } from "vitest";
import {
  nextStep,
  roundLoad,
  type Probe,
  type SearchOptions,
  type SearchStep,
} from "../../../../benchmarks/cases/load-search.ts";
import { randomSource } from "../../../../base/random.ts";

const options: SearchOptions = { from: 750, most: 20_000, resolution: 0.05, repeats: 3 };

/** Runs a search against a service; throws when it does not end. */
function search(carries: (reqPerSec: number) => boolean | undefined, changes: Partial<SearchOptions> = {}) {
  const probes: Probe[] = [];
  let step: SearchStep = nextStep(probes, { ...options, ...changes });
  while (step.kind === "try") {
    if (probes.length === 200) throw new Error("the search does not end");
    probes.push({ reqPerSec: step.reqPerSec, isCarried: carries(step.reqPerSec) });
    step = nextStep(probes, { ...options, ...changes });
  }
  return { step, probes };
}

test.each([100, 751, 1000, 4400, 6450, 8850, 19_000])("nextStep · finds a knee at %i within 5 %%", (knee) => {
  const { step, probes } = search((load) => load <= knee);
  const { carried, failed } = step.limit;
  expect(step.kind).toBe("found");
  expect(carried?.reqPerSec).toBeLessThanOrEqual(knee);
  expect(failed?.reqPerSec).toBeGreaterThan(knee);
  expect((failed?.reqPerSec ?? NaN) / (carried?.reqPerSec ?? NaN)).toBeLessThanOrEqual(1.06);
  expect(carried?.cases).toBe(3);
  expect(probes.length).toBeLessThan(20);
});

test("nextStep · ramps, then halves: each load of a search", () => {
  const { probes } = search((load) => load <= 4400, { repeats: 2 });
  expect(probes.map(({ reqPerSec }) => reqPerSec)).toEqual([
    750, 1130, 1700, 2550, 3830, 5750, 4690, 4240, 4460, 4350, 4350,
  ]);
});

test("nextStep · a noisy knee: what it calls carried was carried in all its cases, below what was not", () => {
  const random = randomSource(11);
  const knee = 5000;
  const answers = Array.from({ length: 200 }, () => {
    // Between 4 % below and above the knee a case is carried by chance.
    const { step } = search((load) => random() < 1 / (1 + Math.exp((load / knee - 1) / 0.01)));
    return step.limit.carried;
  });
  const loads = answers.map((each) => each?.reqPerSec ?? 0);
  expect(loads.filter((load) => Math.abs(load / knee - 1) <= 0.05).length).toBeGreaterThanOrEqual(190);
  expect(answers.every((each) => each?.carriedCases === each?.cases)).toBe(true);
});

test("nextStep · says what so few cases leave open", () => {
  const { step } = search((load) => load <= 4400);
  // 1 - 0.05^(1/3): three of three carried.
  expect(step.limit.carried?.mostFailing).toBeCloseTo(0.6316, 4);
  expect(step.limit.failed?.mostFailing).toBe(1);
});

test("nextStep · the most that may be tried is an open end", () => {
  const { step } = search(() => true, { most: 2000 });
  expect(step).toMatchObject({ kind: "open", reason: "2000 req/s, the most that may be tried, is carried" });
  expect(step.limit.failed).toBeUndefined();
});

test("nextStep · gives up where nothing is carried", () => {
  const { step } = search(() => false);
  expect(step).toMatchObject({ kind: "open", limit: {} });
  expect(step.kind === "open" && step.reason).toMatch(/^not even [\d.]+ req\/s is carried$/u);
});

test("nextStep · stops at a case that says nothing of the platform", () => {
  const { step } = search((load) => (load > 2000 ? undefined : true));
  expect(step).toMatchObject({ kind: "open", reason: "the case at 2550 req/s says nothing of the platform" });
});

test("nextStep · goes on from the cases that are there", () => {
  const { probes, step } = search((load) => load <= 4400);
  for (let length = 0; length < probes.length; length += 1) {
    expect(nextStep(probes.slice(0, length), options)).toEqual({ kind: "try", reqPerSec: probes[length]?.reqPerSec });
  }
  expect(nextStep(probes, options)).toEqual(step);
});

test("roundLoad · three digits, and never zero", () => {
  expect([0.02, 7.54, 43.71, 4371.28].map(roundLoad)).toEqual([1, 7.5, 43.7, 4370]);
});
