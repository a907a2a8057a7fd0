/** What a study's blocks are on their racks: cases and how long each takes, as the plan of each stack has them. Touches nothing. */
import { CrossbedError, invalidInput, type Problem } from "../base/errors.ts";
import { closestTo } from "../base/closest.ts";
import { expectedSec } from "../benchmarks/cases/plan.ts";
import type { Inventory } from "../rack/inventory.ts";
import type { StudyBlock } from "../benchmarks/results/study-journal.ts";
import { inventoryWithoutEngine, lab } from "../stacks/inventory-source.ts";
import { refuseUnsafe } from "../stacks/check.ts";
import { planTestbed, type TestbedPlan } from "../stacks/plan.ts";
import { parseSpec } from "../stacks/spec.ts";
import { readLocalConfig, readStackData, withBenchmarks } from "../stacks/stack-data.ts";
import { planBlocks, type Block } from "./plan.ts";
import type { StudySpec } from "./spec.ts";

export interface PlanningArgs {
  readonly project: string;
  /** Names of the stacks that there are. */
  readonly stacks: readonly string[];
  readonly labOutput: () => Promise<unknown>;
}

/** @throws CrossbedError `invalid_input` with what is wrong with every stack. */
export async function planStudy(where: string, spec: StudySpec, args: PlanningArgs): Promise<StudyBlock[]> {
  const problems = new Map<string, Problem>();
  const rack = { ...args, inventories: new Map<string, Promise<Inventory>>() };
  const blocks: StudyBlock[] = [];
  for (const block of planBlocks(spec)) {
    if (problems.has(block.stack)) continue;
    try {
      blocks.push(await plannedBlock(block, rack));
    } catch (error) {
      if (!(error instanceof CrossbedError) || error.code !== "invalid_input") throw error;
      const index = spec.stacks.findIndex(({ stack }) => stack === block.stack);
      problems.set(block.stack, { path: `stacks[${String(index)}]`, message: error.message });
    }
  }
  if (problems.size > 0) {
    const inOrder = spec.stacks.flatMap(({ stack }) => problems.get(stack) ?? []);
    throw invalidInput(where, inOrder);
  }
  return blocks;
}

/** With the inventories that were read, by the setting that names them. */
type Racks = PlanningArgs & { readonly inventories: Map<string, Promise<Inventory>> };

async function plannedBlock(block: Block, { project, stacks, labOutput, inventories }: Racks): Promise<StudyBlock> {
  const { stack } = block;
  if (stack === lab || !stacks.includes(stack)) {
    const testbeds = stacks.filter((name) => name !== lab);
    const near = closestTo(stack, testbeds);
    const cure = near === undefined ? `take one of ${testbeds.join(", ")}` : `did you mean ${near}?`;
    throw new CrossbedError("invalid_input", `is ${JSON.stringify(stack)}, which is no testbed; ${cure}`);
  }
  const data = withBenchmarks(readStackData(stack, readLocalConfig(stack)), JSON.stringify(block.benchmarks));
  const testbed = parseSpec(stack, data);
  const reading = inventories.get(testbed.inventory) ?? inventoryWithoutEngine(testbed.inventory, project, labOutput);
  inventories.set(testbed.inventory, reading);
  const inventory = await reading;
  const plan = planTestbed(stack, testbed, inventory, "");
  refuseUnsafe(plan);
  return {
    ...block,
    isOnLab: plan.isLab,
    isEmulated: plan.emulated,
    cases: plan.benchmark.cases.map((one) => ({
      case: one.case,
      repetition: one.repetition,
      nominalReqPerSec: one.nominalReqPerSec,
      expectedSec: expectedSec(one),
    })),
    bytes: bytesOf(plan),
  };
}

/**
 * What the results of one run take, rounded up. Per interval: what runs on the lab took (12 kB with a pCPU a host and four
 * generators), and for each further pCPU its line of every sample, raw and read.
 */
function bytesOf({ benchmark, hosts }: TestbedPlan): number {
  const pcpus = hosts.reduce((sum, host) => sum + host.pcpus, 0);
  const intervals = benchmark.cases.reduce(
    (sum, { warmUpSec, measuredSec, intervalSec }) => sum + (warmUpSec + measuredSec) / intervalSec,
    0,
  );
  return Math.ceil(reportBytes + intervals * (intervalBytes + pcpus * pcpuBytes));
}

const reportBytes = 2 ** 20;
const intervalBytes = 12_000;
const pcpuBytes = 2_000;
