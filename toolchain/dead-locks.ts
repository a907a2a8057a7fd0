/** Locks that a killed Pulumi, or one that ended with its machine, left on the stacks of the default backend. */
import { rm } from "node:fs/promises";
import { usesDefaultBackend } from "./environment.ts";
import { forgetRuns } from "./pulumi-runs.ts";
import { fateOfHolder, stackLocks } from "./stack-locks.ts";

/**
 * Removes the locks whose process is known to be gone; Pulumi would refuse to work until somebody runs `pulumi cancel`. The next update
 * repairs what such a process had under way. A lock stays where nobody can know that.
 */
export async function clearDeadLocks(
  project: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<void> {
  if (usesDefaultBackend(project, env)) await clearLocks(project, say);
  await forgetRuns(project);
}

async function clearLocks(project: string, say: (line: string) => void): Promise<void> {
  for (const lock of await stackLocks(project)) {
    if ((await fateOfHolder(project, lock)) !== "over") continue;
    await rm(lock.file, { force: true });
    say(`${lock.stack}: the Pulumi that locked it at ${lock.timestamp} (process ${String(lock.pid)}) is gone`);
  }
}
