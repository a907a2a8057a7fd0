/** What the report of a whole study costs: runs that never happened, at full size, reported by a process of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secToMs } from "../base/units.ts";
import type { CaseResult, LoadInterval } from "../benchmarks/results/case-result.ts";
import { addedCounts } from "../base/metrics.ts";
import { studyCases } from "../benchmarks/cases/study.ts";
import { syntheticCase, syntheticStartMs, writeSyntheticRun } from "../test/support/synthetic-run.ts";
import { commandCost, prepareCommands } from "./command-cost.ts";
import type { Finding } from "./finding.ts";

const cells = 68;
const repetitions = 2;
const measuredIntervals = 120;
const requests = 1e8;
/** Of the study's generators: one for each of these. */
const reqPerSecOfGenerator = 1350;
const times = [1, 10];
const testbeds = [
  ...new Map(
    studyCases
      .filter(({ table }) => table.startsWith("3."))
      .map(({ platform, layout }) => [`${platform}-${layout}`, { platform, layout }]),
  ),
];

export async function* studyCost(): AsyncGenerator<Finding> {
  await prepareCommands();
  const costs: Awaited<ReturnType<typeof commandCost>>[] = [];
  for (const longer of times) {
    const root = await mkdtemp(join(tmpdir(), "crossbed-bench-"));
    try {
      const answered = await writeStudy(root, longer);
      const cost = await commandCost(["report", "--study", root, "--html", join(root, "study.html")]);
      costs.push(cost);
      const [one = cost] = costs;
      const intervals = longer * measuredIntervals;
      yield {
        text:
          `report of a study, ${String(cells)} cells twice, ${String(intervals)} intervals each, ${answered.toExponential(1)} requests: ` +
          `${cost.seconds.toFixed(1)} s, ${cost.processorSec.toFixed(1)} s of a processor, ${cost.peakMB.toFixed(0)} MB at most.`,
        figures: {
          ...{ cells, repetitions, measuredIntervals: intervals, requests: answered, ...cost },
          ...{ timeRatio: cost.processorSec / one.processorSec, memoryRatio: cost.peakMB / one.peakMB },
        },
      };
    } finally {
      await rm(root, { recursive: true });
    }
  }
}

/** Writes the runs of every testbed, a run a repetition, and gives how many requests were answered. */
async function writeStudy(root: string, longer: number): Promise<number> {
  const loads = Array.from({ length: cells }, (_, cell) => ({
    testbed: cell % testbeds.length,
    nominalReqPerSec: 945 * (Math.floor(cell / testbeds.length) + 1),
  }));
  const generators = loads.reduce((sum, { nominalReqPerSec }) => sum + generatorsOf(nominalReqPerSec), 0);
  const reqPerSec = requests / repetitions / generators / measuredIntervals / 10;
  let answered = 0;
  for (const [index, [stack, { platform, layout }]] of testbeds.entries()) {
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const seed = 1 + index * repetitions + repetition;
      const offered = { offeredReqPerSec: 2 * reqPerSec, capacity: 3 * reqPerSec };
      const one = syntheticCase({ ...offered, seed, measuredIntervals, warmUpIntervals: 0 });
      const cases = loads
        .filter(({ testbed }) => testbed === index)
        .map(({ nominalReqPerSec }, number) => fullCase(one, nominalReqPerSec, number, longer));
      answered += cases.flatMap((each) => each.generators).reduce((sum, { totals }) => sum + totals.succeeded, 0);
      const startedAtMs = syntheticStartMs + repetition * 1000;
      await writeSyntheticRun(root, cases, {
        conditions: { stack: `synthetic-${stack}`, platform, layout, startedAtMs },
        suffix: `s${String(seed)}`,
      });
    }
  }
  return answered;
}

function generatorsOf(nominalReqPerSec: number): number {
  return Math.ceil(nominalReqPerSec / reqPerSecOfGenerator);
}

/** A case with as many generators as the study's at this load, which tell the same, and as many times its intervals. */
function fullCase(one: CaseResult, nominalReqPerSec: number, number: number, longer: number): CaseResult {
  const [told] = one.generators;
  if (told === undefined) throw new RangeError("a synthetic case has no generator");
  const lengthMs = one.measuredToMs - one.measuredFromMs;
  const repeated = <Item>(items: readonly Item[], later: (item: Item, byMs: number) => Item): Item[] =>
    Array.from({ length: longer }, (_, index) => items.map((item) => later(item, index * lengthMs))).flat();
  const intervals = repeated(told.intervals, (interval, byMs): LoadInterval => {
    return { ...interval, startMs: interval.startMs + byMs, endMs: interval.endMs + byMs };
  });
  const totals = addedCounts(intervals);
  return {
    ...one,
    case: `cell-${String(number)}`,
    nominalReqPerSec,
    measuredToMs: one.measuredFromMs + longer * lengthMs,
    endedAtMs: one.measuredFromMs + longer * lengthMs + secToMs(1),
    generators: Array.from({ length: generatorsOf(nominalReqPerSec) }, (_, index) => {
      return { ...told, name: `gen-a-${String(index + 1)}`, totals, intervals };
    }),
    hosts: one.hosts.map((host) => ({
      ...host,
      samples: repeated(host.samples, (sample, byMs) => ({ ...sample, timeMs: sample.timeMs + byMs })),
    })),
  };
}
