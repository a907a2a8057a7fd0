import { expect, test } from "vitest";
import type { ComparedRun } from "../../../../../benchmarks/analysis/compare/unit.ts";
import { effectOf } from "../../../../../benchmarks/analysis/study/effect.ts";
import { questionsOf } from "../../../../../benchmarks/analysis/study/questions.ts";
import { testbedWith } from "../../../../support/study-testbeds.ts";

const bare = testbedWith({
  platform: "bare",
  cpu: { 750: [10, 11], 2250: [20, 21], 4500: [40, 41], 6450: [55, 56] },
  mean: { 750: [1, 1.1], 2250: [2, 2.2], 4500: [4, 4.4], 6450: [6, 6.6] },
});
const kvm = testbedWith({
  platform: "kvm",
  cpu: { 750: [13, 14], 2250: [23, 24], 4500: [43, 44], 6450: [58, 59] },
  mean: { 750: [2, 2.2], 2250: [4, 4.4], 4500: [8, 8.8], 6450: [60, 66] },
  notCarried: [6450],
});
const isAny = (): boolean => true;

test("effectOf · the mean difference over all loads that both carried, with an interval", () => {
  const effect = effectOf(bare, kvm, "cpu", isAny);
  expect(effect.loads.map(({ load }) => load.nominalReqPerSec)).toEqual([750, 2250, 4500]);
  expect(effect).toMatchObject({ scale: "points", estimate: 3, delta: 1, p: 2 / 216, leastP: 2 / 216 });
  // Pooled variance 1/2, six samples of two: t(6) · √(1/2 · 6 · 1/2) / 3.
  expect(effect.interval?.low).toBeCloseTo(3 - 2.4469 * (Math.sqrt(1.5) / 3), 3);
  expect(effect.interval?.high).toBeCloseTo(3 + 2.4469 * (Math.sqrt(1.5) / 3), 3);
});

test("effectOf · response times differ by a ratio", () => {
  const effect = effectOf(bare, kvm, "mean", isAny);
  expect(effect.scale).toBe("ratio");
  expect(effect.estimate).toBeCloseTo(1, 12);
});

test("effectOf · a ratio's interval that spans more than a hundredfold is withheld, with its degrees of freedom", () => {
  const [left, right] = [
    testbedWith({ platform: "bare", cpu: { 750: [10, 11] }, mean: { 750: [1, 3] } }),
    testbedWith({ platform: "kvm", cpu: { 750: [13, 14] }, mean: { 750: [2, 9] } }),
  ];
  expect(effectOf(left, right, "mean", isAny)).toMatchObject({ interval: undefined, vagueFreedom: 2 });
  expect(effectOf(left, right, "cpu", isAny)).not.toHaveProperty("vagueFreedom");
});

test("effectOf · a single value a side has no interval, and no p below 1", () => {
  const [left, right] = ["bare", "kvm"].map((platform, index) => testbedWith({ platform, cpu: { 750: [10 + index] } }));
  if (left === undefined || right === undefined) throw new Error("two testbeds");
  expect(effectOf(left, right, "cpu", isAny)).toMatchObject({ estimate: 1, interval: undefined, p: 1 });
});

test("effectOf · without a load that both carried there is no difference, and nothing that speaks for one", () => {
  const builds = ["first", "second"].map((build) => ({ build }) as ComparedRun);
  const [left, right] = [
    { ...bare, side: { name: "bare", runs: builds } },
    { ...testbedWith({ platform: "kvm", cpu: { 7950: [13, 14] } }), side: { name: "kvm", runs: builds } },
  ];
  const none = { unit: "run", estimate: undefined, interval: undefined, delta: undefined, p: 1 };
  expect(effectOf(left, right, "cpu", isAny)).toMatchObject(none);
});

test("questionsOf · what is shown holds for all comparisons of the question together", () => {
  const [virtualization] = questionsOf([bare, kvm]);
  expect(virtualization?.answers.map(({ conclusion, adjustedP }) => ({ conclusion, adjustedP }))).toEqual([
    { conclusion: { kind: "shown", direction: "higher" }, adjustedP: 4 / 216 },
    { conclusion: { kind: "shown", direction: "higher" }, adjustedP: 4 / 216 },
  ]);
});

test("questionsOf · what so few repetitions cannot tell is withheld, with the number that could", () => {
  const few = ["bare", "kvm"].map((platform, index) =>
    testbedWith({ platform, cpu: { 750: [10 + 5 * index, 11 + 5 * index] } }),
  );
  const [virtualization] = questionsOf(few);
  // One test, one load: two against two reach 1/3, three 1/10, four 1/35.
  expect(virtualization?.answers.map(({ conclusion }) => conclusion)).toEqual([{ kind: "withheld", repetitions: 4 }]);
});

test("questionsOf · enough repetitions that do not differ show nothing", () => {
  const same = ["bare", "kvm"].map((platform) =>
    testbedWith({ platform, cpu: { 750: [10, 11], 2250: [20, 21], 4500: [40, 41] } }),
  );
  const [virtualization] = questionsOf(same);
  expect(virtualization?.answers.map(({ conclusion }) => conclusion)).toEqual([{ kind: "not-shown" }]);
});

test("questionsOf · a question without its testbeds says what the study lacks", () => {
  const questions = questionsOf([bare]);
  expect(questions.map(({ number, answers, lacking }) => [number, answers.length, lacking.length])).toEqual([
    [1, 0, 1],
    [2, 0, 1],
    [3, 0, 1],
    [4, 0, 1],
  ]);
});

test("questionsOf · hypervisors are compared in the same layout, layouts within one platform", () => {
  const beds = (["kvm", "xen"] as const).flatMap((platform) =>
    ["16core", "12core"].map((layout) => testbedWith({ platform, layout, cpu: { 750: [1, 2] } })),
  );
  const [, hypervisors, , layouts] = questionsOf(beds);
  const pairs = (question: typeof layouts) =>
    question?.answers.map(
      ({ effect: { base, other } }) => `${base.platform} ${base.layout}, ${other.platform} ${other.layout}`,
    );
  expect(pairs(hypervisors)).toEqual(["kvm 16core, xen 16core", "kvm 12core, xen 12core"]);
  expect(pairs(layouts)).toEqual(["kvm 16core, kvm 12core", "xen 16core, xen 12core"]);
});
