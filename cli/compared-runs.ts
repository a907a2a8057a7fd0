/** Finds and reads the runs that a comparison or the report of a study names. */
import { basename, join, resolve } from "node:path";
import type { ComparedRun, Side } from "../benchmarks/analysis/compare/unit.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { newestStudy, runsOfStudy, studiesFolder, studiesIn } from "../benchmarks/results/study-runs.ts";
import { CrossbedError, invalidInput, type Problem } from "../base/errors.ts";
import { runsIn, runsNamed } from "./named-runs.ts";
import { readAllFigures } from "./read-figures.ts";
import type { RunRequest } from "./run-figures.ts";

/**
 * Each argument is a side: a run's directory, a stack (all its runs that are complete), or several of either with commas.
 * @throws CrossbedError `invalid_input` that names every argument without a run.
 */
export async function readSides(names: readonly string[]): Promise<Side[]> {
  if (names.length < 2) {
    throw new CrossbedError("invalid_input", "a comparison needs at least two sides.", {
      where: "command line",
      hint: "For instance: npx crossbed compare bare-16core kvm-16core",
    });
  }
  const problems: Problem[] = [];
  const sides: Side[] = [];
  const parts = names.flatMap((name, side) => name.split(",").map((part) => ({ part, side })));
  const found = await readLists(await Promise.all(parts.map(({ part }) => requestsOf(part))));
  for (const [index, name] of names.entries()) {
    const runs = found.filter((_, at) => parts[at]?.side === index).flat();
    sides.push({ name: sideName(name, runs, sides), runs });
  }
  for (const [at, { part, side }] of parts.entries()) {
    if (found[at]?.length === 0) problems.push({ path: `side ${String(side + 1)}`, message: absent(part) });
  }
  if (problems.length > 0) throw invalidInput("command line", problems);
  return sides;
}

/**
 * The runs of a study, each once, the oldest first: a name is a run's directory, a stack (all its runs that are complete), or a study's
 * directory (the runs that its journal names), or a directory with runs in it or in its directories, those that did not end among them.
 * @throws CrossbedError `invalid_input` that names every argument without a run.
 */
export async function readStudiedRuns(names: readonly string[]): Promise<ComparedRun[]> {
  const named = await readLists(await Promise.all(names.map(requestsOf)));
  const inDirectories = await readLists(
    await Promise.all(names.map(async (name, index) => (named[index]?.length === 0 ? await requestsIn(name) : []))),
  );
  const problems: Problem[] = [];
  const runs = new Map<string, ComparedRun>();
  for (const [index, name] of names.entries()) {
    const found = [...(named[index] ?? []), ...(inDirectories[index] ?? [])];
    if (found.length === 0) problems.push({ path: `argument ${String(index + 1)}`, message: absent(name) });
    for (const run of found) runs.set(`${run.manifest.stack}/${run.manifest.run}`, run);
  }
  if (problems.length > 0) throw invalidInput("command line", problems);
  return [...runs.values()].toSorted((left, right) => left.manifest.startedAtMs - right.manifest.startedAtMs);
}

/** Names of builds by the runs' directories: of a study, or of every study in a folder of results. */
async function buildsIn(directory: string): Promise<ReadonlyMap<string, string>> {
  const place = resolve(directory);
  const study = await newestStudy(place);
  const builds = new Map<string, string>();
  for (const each of study === undefined ? await studiesIn(join(place, studiesFolder)) : [study]) {
    for (const run of await runsOfStudy(each)) builds.set(run.directory, `${each} ${String(run.block)}`);
  }
  return builds;
}

interface NamedRun extends RunRequest {
  readonly build?: string | undefined;
}

/** A run that is named itself counts however it ended; of a stack's, those that are complete. */
async function requestsOf(name: string): Promise<NamedRun[]> {
  const directories = await runsNamed(name);
  return directories.map((directory) => ({ directory, mustBeComplete: directory !== resolve(name) }));
}

/** Of a study, or of a directory with runs. */
async function requestsIn(name: string): Promise<NamedRun[]> {
  const builds = await buildsIn(name);
  const directories = await runsIn(name);
  return directories.map((directory) => ({ directory, mustBeComplete: false, build: builds.get(directory) }));
}

/** The runs of each list, in their order, all read together. */
async function readLists(lists: readonly (readonly NamedRun[])[]): Promise<ComparedRun[][]> {
  const read = (await readAllFigures(lists.flat())).values();
  return lists.map((list) =>
    list.flatMap(({ build }) => {
      const run = read.next().value;
      if (run === undefined) return [];
      return build === undefined ? run : { ...run, build };
    }),
  );
}

function absent(name: string): string {
  const shown = JSON.stringify(name);
  return /[\\/]/u.test(name)
    ? `${shown} is no run's directory: it has no ${runFiles.manifest}.`
    : `${shown} is no run's directory, and results/${basename(name)} has no run that is complete. Run: npx crossbed up ${basename(name)}`;
}

/** A stack's own name, or that of a single run's stack; a number tells equal ones apart. */
function sideName(argument: string, runs: readonly ComparedRun[], others: readonly Side[]): string {
  const stacks = [...new Set(runs.map(({ manifest }) => manifest.stack))];
  const name = stacks.length === 0 ? argument : stacks.join("+");
  const same = others.filter((each) => each.name === name || each.name.startsWith(`${name} #`)).length;
  return same === 0 ? name : `${name} #${String(same + 1)}`;
}
