/** What the report of a study's stack costs: runs that never happened, at the study's size, reported by a process of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CaseResult } from "../benchmarks/results/case-result.ts";
import { syntheticCase, syntheticStartMs, writeSyntheticRun } from "../test/support/synthetic-run.ts";
import { commandCost, prepareCommands } from "./command-cost.ts";
import type { Finding } from "./finding.ts";

const cells = 12;
const measuredIntervals = 120;
const generators = 7;
const stacks = [1, 10];

export async function* reportCost(): AsyncGenerator<Finding> {
  const root = await mkdtemp(join(tmpdir(), "crossbed-bench-"));
  try {
    const directory = await writeSyntheticRun(
      root,
      Array.from({ length: cells }, (_, cell) => fullCase(cell)),
    );
    await prepareCommands();
    const costs: Awaited<ReturnType<typeof commandCost>>[] = [];
    for (const count of stacks) {
      const cost = await commandCost(...Array.from({ length: count }, () => ["report", directory]));
      costs.push(cost);
      yield {
        text:
          `report of ${String(count)} stacks at the study's size: ${cost.seconds.toFixed(2)} s, ` +
          `${cost.processorSec.toFixed(2)} s of a processor, ${cost.peakMB.toFixed(0)} MB at most.`,
        figures: {
          stacks: count,
          cells,
          measuredIntervals,
          generators,
          ...cost,
          ratio: cost.processorSec / (costs[0] ?? cost).processorSec,
        },
      };
    }
  } finally {
    await rm(root, { recursive: true });
  }
}

/** A cell with as many generators as the study's greatest load takes; they tell the same. */
function fullCase(cell: number): CaseResult {
  const one = syntheticCase({
    case: `cell-${String(cell)}`,
    seed: cell + 1,
    nominalReqPerSec: 750 * (cell + 1),
    offeredReqPerSec: 40 * generators,
    capacity: 60 * generators,
    measuredIntervals,
    startMs: syntheticStartMs + cell * 1_300_000,
  });
  const [told] = one.generators;
  if (told === undefined) throw new RangeError("a synthetic case has no generator");
  const names = Array.from({ length: generators }, (_, index) => `gen-a-${String(index + 1)}`);
  return { ...one, generators: names.map((name) => ({ ...told, name })) };
}
