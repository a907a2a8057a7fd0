/** Which runs lie in a results folder. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
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
