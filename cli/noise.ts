/** Finds what studies of stacks against themselves know of the noise on a rack. */
import { join } from "node:path";
import { noiseOf, type Noise } from "../benchmarks/analysis/compare/noise.ts";
import type { ComparedRun } from "../benchmarks/analysis/compare/unit.ts";
import { newestStudy, studiesFolder } from "../benchmarks/results/study-runs.ts";
import { aaName } from "../studies/aa.ts";
import { readStudiedRuns } from "./compared-runs.ts";
import { project, resultsDirectory } from "../base/project.ts";

/** Of a stack, by the newest of its studies against itself; undefined where there is none with two builds. */
export async function noiseOfStack(stack: string, results = resultsDirectory(project)): Promise<Noise | undefined> {
  const study = await newestStudy(join(results, studiesFolder, aaName(stack)));
  if (study === undefined) return undefined;
  const runs = await readStudiedRuns([study]).catch(() => []);
  return noiseOf({ name: stack, runs: runs.filter(({ manifest }) => manifest.status === "complete") });
}

/** Of every stack among the runs, as far as it was measured on the rack of its runs. */
export async function noiseAround(runs: readonly ComparedRun[], results?: string): Promise<Noise[]> {
  const racks = new Map(runs.map(({ manifest }) => [manifest.stack, manifest.inventory]));
  const found = await Promise.all([...racks.keys()].map((stack) => noiseOfStack(stack, results)));
  return found.filter((noise) => noise !== undefined && racks.get(noise.stack) === noise.rack) as Noise[];
}
