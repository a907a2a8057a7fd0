/** The runs of an earlier search for a testbed's limit, from which a further one goes on. */
import { basename, join, resolve } from "node:path";
import { invalidInput } from "../base/errors.ts";
import { openRun, readSummary } from "../benchmarks/results/reader.ts";
import { runsOf } from "../benchmarks/results/run-list.ts";
import type { ProbeRun } from "../benchmarks/run/limit.ts";
import type { BenchmarkRequest } from "../benchmarks/run/request.ts";

/**
 * Runs of the stack from `first` on that measured one whole case on the testbed as it is now, the oldest first.
 * @throws CrossbedError `invalid_input` when `first` is no such run.
 */
export async function limitRunsSince(
  first: string,
  { stack, planDigest }: Pick<BenchmarkRequest, "stack" | "planDigest">,
  results: string,
): Promise<ProbeRun[]> {
  const all = await runsOf(results, stack);
  const from = all.findIndex((directory) => basename(directory) === basename(resolve(first)));
  const found = from === -1 ? [] : await Promise.all(all.slice(from).map((run) => probeRun(run, planDigest)));
  if (found[0] === undefined) {
    const message = `is ${first}, which is no run of ${stack} with one whole case on the testbed as it is up now. Take the first run of the search, from ${join(results, stack)}.`;
    throw invalidInput("command line", [{ path: "--since", message }]);
  }
  return found.filter((run) => run !== undefined);
}

async function probeRun(directory: string, planDigest: string): Promise<ProbeRun | undefined> {
  const { manifest } = await openRun(directory);
  const isWhole = manifest.status === "complete" && manifest.plannedCases.length === 1;
  return isWhole && manifest.planDigest === planDigest
    ? { directory, summary: await readSummary(directory) }
    : undefined;
}
