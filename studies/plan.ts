/** In which order a study builds and measures its stacks. Pure: the seed is an argument. */
import { greatestSeed } from "../base/random.ts";
import { shuffled } from "../benchmarks/cases/order.ts";
import type { StudyBlock } from "../benchmarks/results/study-journal.ts";
import type { StudySpec } from "./spec.ts";

/** One build of one stack and all that is measured on it. */
export type Block = Pick<StudyBlock, "stack" | "repetition" | "benchmarks">;

/** More than a stack may have cases: each case's arrivals have a seed of their own, counted up from the block's. */
const seedsOfBlock = 1000;
const seeds = greatestSeed + 1;

/**
 * Blocks in the order in which they run. With `rebuild: each` every repetition goes through all stacks, in an order of its own, so
 * that drift of the rack favours none; with `once` every stack has one block that holds all repetitions.
 */
export function planBlocks({ stacks, repetitions, rebuild, order, seed }: StudySpec): Block[] {
  const rounds = rebuild === "each" ? repetitions : 1;
  const blocks = Array.from({ length: rounds }, (_, round) =>
    (order === "as-listed" ? stacks : shuffled(stacks, seed + round)).map((one) => ({ ...one, repetition: round + 1 })),
  ).flat();
  return blocks.map(({ stack, loads, repetition }, index) => ({
    stack,
    repetition,
    benchmarks: {
      when: "never",
      repetitions: rebuild === "each" ? 1 : repetitions,
      seed: (seed + index * seedsOfBlock) % seeds,
      ...(loads === undefined ? {} : { loads }),
    },
  }));
}
