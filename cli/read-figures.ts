/** Reads and analyses many runs: one at a time, or one a processor where there is much to read. */
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ComparedRun } from "../benchmarks/analysis/compare/unit.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { fromMessage, readFigures, type RunMessage, type RunRequest } from "./run-figures.ts";

/** Another thread takes as long to load as this much takes to read. */
const bytesWorthAThread = 2 ** 23;
/** Each has a memory of its own. */
const mostThreads = 4;

type Read = (request: RunRequest) => Promise<ComparedRun | undefined>;

/**
 * Gives the run of each request, in their order, or undefined where it is passed over; the same whatever reads them.
 * `threads`: how many read at once, this one included.
 * @throws CrossbedError of the first run that cannot be read.
 */
export async function readAllFigures(
  requests: readonly RunRequest[],
  threads?: number,
): Promise<readonly (ComparedRun | undefined)[]> {
  const others = Math.min(threads ?? (await threadsFor(requests)), requests.length) - 1;
  const workers = Array.from({ length: others }, startThread);
  try {
    return await readBy([readFigures, ...workers.map(readerIn)], requests);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function threadsFor(requests: readonly RunRequest[]): Promise<number> {
  const sizes = await Promise.all(requests.map(({ directory }) => sizeOf(join(directory, runFiles.samples))));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return Math.max(1, Math.min(availableParallelism(), mostThreads, Math.floor(bytes / bytesWorthAThread)));
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

function startThread(): Worker {
  return new Worker(new URL("../toolchain/thread.mjs", import.meta.url), { workerData: "cli/figures-thread.ts" });
}

/** A run that a thread cannot read is read here: the error is then the one of a single thread. */
function readerIn(worker: Worker): Read {
  let isLost = false;
  worker.on("error", () => (isLost = true));
  return async (request) => {
    if (isLost) return await readFigures(request);
    worker.postMessage(request);
    const [run] = (await once(worker, "message").catch(() => [null])) as [RunMessage | undefined | null];
    return run === null ? await readFigures(request) : run && fromMessage(run);
  };
}

/** Each reader takes the next request when it is done with one; none begins another after a failure. */
async function readBy(readers: readonly Read[], requests: readonly RunRequest[]) {
  const runs: (ComparedRun | undefined)[] = [];
  const failures = new Map<number, unknown>();
  let next = 0;
  const work = async (read: Read): Promise<void> => {
    for (let index = next; index < requests.length && failures.size === 0; index = next) {
      next += 1;
      const request = requests[index];
      if (request === undefined) return;
      await read(request).then(
        (run) => (runs[index] = run),
        (error: unknown) => failures.set(index, error),
      );
    }
  };
  await Promise.all(readers.map(work));
  // All before the first failure have been read.
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return runs;
}
