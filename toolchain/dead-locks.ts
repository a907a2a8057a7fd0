/** Locks that a killed Pulumi, or one that ended with its machine, left on the stacks of the default backend. */
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { stateBackend, usesDefaultBackend } from "./environment.ts";

/** A lock file of the file backend; source: github.com/pulumi/pulumi, pkg/backend/diy/lock.go, lockContent. */
const lockSchema = z.object({ pid: z.int().positive(), hostname: z.string(), timestamp: z.string() });

/**
 * Removes the locks whose process was on this machine and is gone; Pulumi would refuse to work until somebody runs
 * `pulumi cancel`. What such a process had under way, the next update repairs. A lock from elsewhere stays: whether its
 * process lives cannot be known here.
 */
export async function clearDeadLocks(
  project: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<void> {
  if (!usesDefaultBackend(project, env)) return;
  const locks = join(stateBackend(project), ".pulumi", "locks");
  const files = existsSync(locks) ? await readdir(locks, { recursive: true }) : [];
  for (const file of files.filter((name) => name.endsWith(".json")).map((name) => join(locks, name))) {
    const lock = lockSchema.safeParse(json(await readFile(file, "utf8"))).data;
    if (lock === undefined || lock.hostname !== hostname() || isPulumi(lock.pid)) continue;
    await rm(file, { force: true });
    say(
      `${basename(dirname(file))}: the Pulumi that locked it at ${lock.timestamp} (process ${String(lock.pid)}) is gone`,
    );
  }
}

/** Whether a process with this number is a Pulumi that has not ended (proc(5), status): one that was killed may not be reaped yet. */
function isPulumi(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
    return /^Name:\s+pulumi$/m.test(status) && !/^State:\s+[XZ]/m.test(status);
  } catch {
    return false;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
