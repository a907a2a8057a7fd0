/** A thread that reads and analyses runs, one after another, as the thread that started it asks (`read-figures.ts`). */
import { parentPort } from "node:worker_threads";
import { readFigures, toMessage, type RunRequest } from "./run-figures.ts";

parentPort?.on("message", (request: RunRequest) => void answer(request));

/** Undefined for a run that is passed over, null for one that cannot be read. */
async function answer(request: RunRequest): Promise<void> {
  const run = await readFigures(request).catch(() => null);
  parentPort?.postMessage(run ? toMessage(run) : run);
}
