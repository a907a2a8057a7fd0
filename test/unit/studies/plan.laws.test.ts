import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { planBlocks } from "../../../studies/plan.ts";
import type { StudySpec } from "../../../studies/spec.ts";

const study: fc.Arbitrary<StudySpec> = fc.record({
  name: fc.constant("any"),
  stacks: fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 9 })
    .map((numbers) => numbers.map((number) => ({ stack: `stack-${String(number)}`, loads: undefined }))),
  repetitions: fc.integer({ min: 1, max: 6 }),
  rebuild: fc.constantFrom("each" as const, "once" as const),
  order: fc.constantFrom("random-blocks" as const, "as-listed" as const),
  seed: fc.integer({ min: 0, max: 2_147_483_647 }),
  switchMinutes: fc.constant(10),
});

describe("planBlocks", () => {
  it("builds every stack once a repetition, or once where its cases repeat on it", () => {
    fc.assert(
      fc.property(study, (spec) => {
        const blocks = planBlocks(spec);
        const builds = spec.rebuild === "each" ? spec.repetitions : 1;
        for (const { stack } of spec.stacks) {
          const own = blocks.filter((block) => block.stack === stack);
          expect(own.map(({ repetition }) => repetition)).toEqual(Array.from({ length: builds }, (_, at) => at + 1));
          const measured = own.reduce((sum, { benchmarks }) => sum + benchmarks.repetitions, 0);
          expect(measured).toBe(spec.repetitions);
        }
        expect(blocks).toHaveLength(spec.stacks.length * builds);
      }),
    );
  });

  it("finishes a repetition of all stacks before the next one begins", () => {
    fc.assert(
      fc.property(study, (spec) => {
        const repetitions = planBlocks(spec).map(({ repetition }) => repetition);
        expect(repetitions).toEqual(repetitions.toSorted((one, other) => one - other));
      }),
    );
  });

  it("gives equal orders for equal seeds, and the file's own where it is asked for", () => {
    fc.assert(
      fc.property(study, (spec) => {
        expect(planBlocks(spec)).toEqual(planBlocks(spec));
        const listed = planBlocks({ ...spec, order: "as-listed", repetitions: 1 });
        expect(listed.map(({ stack }) => stack)).toEqual(spec.stacks.map(({ stack }) => stack));
      }),
    );
  });

  it("gives each block a seed of its own that a stack may have", () => {
    fc.assert(
      fc.property(study, (spec) => {
        const blockSeeds = planBlocks(spec).map(({ benchmarks }) => benchmarks.seed);
        expect(new Set(blockSeeds).size).toBe(blockSeeds.length);
        expect(blockSeeds.every((seed) => seed >= 0 && seed <= 2_147_483_647)).toBe(true);
      }),
    );
  });

  it("puts each stack first for some seed", () => {
    const stacks = ["bare-16core", "kvm-16core", "xen-16core"].map((stack) => ({ stack, loads: undefined }));
    const firsts = Array.from({ length: 50 }, (_, seed) => {
      const [first] = planBlocks({
        ...{ name: "any", stacks, repetitions: 1, rebuild: "each", order: "random-blocks" },
        ...{ seed, switchMinutes: 10 },
      });
      return first?.stack;
    });
    expect(new Set(firsts).size).toBe(3);
  });
});
