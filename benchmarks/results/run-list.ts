/** Which runs lie in a results folder. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runIdPattern } from "./run-id.ts";

/** Directories of a stack's runs, the oldest first; empty when it has none. Whether a run is whole is for its reader to say. */
export async function runsOf(resultsDirectory: string, stack: string): Promise<string[]> {
  const directory = join(resultsDirectory, stack);
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && runIdPattern.test(entry.name))
    .map((entry) => join(directory, entry.name))
    .toSorted();
}

/** Directories of runs in a directory, or in the directories in it, such as those of stacks. Empty when it is not there. */
export async function runsBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const folders = entries
    .filter((entry) => entry.isDirectory() && !runIdPattern.test(entry.name))
    .map(({ name }) => name);
  const own = await runsOf(dirname(directory), basename(directory));
  const below = await Promise.all(folders.toSorted().map((folder) => runsOf(directory, folder)));
  return [...own, ...below.flat()];
}
