/** Which runs a command means by the names that a user gives. */
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { invalidInput } from "../base/errors.ts";
import { runsOf } from "../benchmarks/results/run-list.ts";
import { project } from "./project.ts";

const results = join(project, "results");

/**
 * Directories of runs: of each name, which is a run's directory or a stack; without names, of every stack in results/.
 * @throws CrossbedError `invalid_input` that says which names have no run.
 */
export async function runDirectories(names: readonly string[]): Promise<string[]> {
  const wanted = names.length > 0 ? names : await stacks();
  const found = await Promise.all(wanted.map(directoriesOf));
  const problems = names.flatMap((name, index) =>
    found[index]?.length === 0
      ? [
          {
            path: name,
            message: "is neither a run's directory (it has no manifest.json) nor a stack with runs in results/.",
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

async function directoriesOf(name: string): Promise<string[]> {
  const isRun = await stat(join(name, "manifest.json")).then(
    () => true,
    () => false,
  );
  if (isRun) return [resolve(name)];
  return /[\\/]/u.test(name) ? [] : await runsOf(results, name);
}
