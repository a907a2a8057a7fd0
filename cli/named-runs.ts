/** Which runs a command means by the names that a user gives. */
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { invalidInput } from "../base/errors.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { runsBelow, runsOf } from "../benchmarks/results/run-list.ts";
import { newestStudy, runsOfStudy } from "../benchmarks/results/study-runs.ts";
import { project, resultsDirectory } from "../base/project.ts";

const results = resultsDirectory(project);

/**
 * Directories of runs: of each name, which is a run's directory, a stack, or what `runsIn` takes; without names, of every stack in results/.
 * @throws CrossbedError `invalid_input` that says which names have no run.
 */
export async function runDirectories(names: readonly string[]): Promise<string[]> {
  const wanted = names.length > 0 ? names : await stacks();
  const found = await Promise.all(
    wanted.map(async (name) => {
      const own = await runsNamed(name);
      return own.length > 0 ? own : runsIn(name);
    }),
  );
  const problems = names.flatMap((name, index) =>
    found[index]?.length === 0
      ? [
          {
            path: name,
            message: `is no run's directory (it has no ${runFiles.manifest}), no stack with runs in results/, and has no runs in it.`,
          },
        ]
      : [],
  );
  if (problems.length > 0) throw invalidInput("command line", problems);
  return [...new Set(found.flat())];
}

async function stacks(): Promise<string[]> {
  const entries = await readdir(results, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** A run's own directory, or every run of a stack, the oldest first. */
export async function runsNamed(name: string): Promise<string[]> {
  const isRun = await stat(join(name, runFiles.manifest)).then(
    () => true,
    () => false,
  );
  if (isRun) return [resolve(name)];
  return /[\\/]/u.test(name) ? [] : await runsOf(results, name);
}

/** Runs that a study's journal names, where the directory is a study's; else those that lie in it or in its directories. */
export async function runsIn(directory: string): Promise<string[]> {
  const place = resolve(directory);
  const study = await newestStudy(place);
  return study === undefined ? await runsBelow(place) : (await runsOfStudy(study)).map((run) => run.directory);
}
