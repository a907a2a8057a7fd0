/** A directory for what is not whole yet: it is gone afterwards, also after Ctrl-C. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { endSignals } from "./end-signals.ts";

/**
 * Has `work` fill a new directory, whose path begins with `prefix`, and removes what is left of it. A signal removes it, too, and then
 * ends the process as if nobody had waited for it.
 */
export async function withDirectoryAside<Result>(
  prefix: string,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(prefix);
  const removeAndEnd = (signal: NodeJS.Signals): void => {
    for (const one of endSignals) process.off(one, removeAndEnd);
    rmSync(directory, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of endSignals) process.on(signal, removeAndEnd);
  try {
    return await work(directory);
  } finally {
    for (const signal of endSignals) process.off(signal, removeAndEnd);
    await rm(directory, { recursive: true, force: true });
  }
}
