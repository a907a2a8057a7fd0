/** Locks that a killed Pulumi, or one that ended with its machine, left on the stacks of the default backend. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { jsonOrNothing } from "../base/json.ts";
import { here } from "../base/process-identity.ts";
import { stateBackend, usesDefaultBackend } from "./environment.ts";
import { areOver, forgetRuns } from "./pulumi-runs.ts";

/** A lock file of the file backend; source: github.com/pulumi/pulumi, pkg/backend/diy/lock.go, lockContent. */
const lockSchema = z.object({ pid: z.int().positive(), hostname: z.string(), timestamp: z.string() });

/**
 * Removes the locks whose process is known to be gone; Pulumi would refuse to work until somebody runs `pulumi cancel`. The next update
 * repairs what such a process had under way. A lock stays where nobody can know that: the lock of another machine, or of a container
 * that has this machine's name.
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
  const locks = join(stateBackend(project), ".pulumi", "locks");
  const files = existsSync(locks) ? await readdir(locks, { recursive: true }) : [];
  for (const file of files.filter((name) => name.endsWith(".json")).map((name) => join(locks, name))) {
    const lock = lockSchema.safeParse(jsonOrNothing(await readFile(file, "utf8"))).data;
    if (lock === undefined || lock.hostname !== hostname()) continue;
    if (!((await areOver(project, lock.pid)) ?? isNowhere(lock.pid))) continue;
    await rm(file, { force: true });
    say(
      `${basename(dirname(file))}: the Pulumi that locked it at ${lock.timestamp} (process ${String(lock.pid)}) is gone`,
    );
  }
}

/** The machine's first namespace of process numbers, from which all others can be seen (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
const firstNamespace = "pid:[4026531836]";

/**
 * Whether no live Pulumi has that number in its own namespace (proc(5), status, NSpid): somebody may have started one without us.
 * False inside a container, which cannot see the others.
 */
function isNowhere(pid: number): boolean {
  if (here().namespace !== firstNamespace) return false;
  const named = new RegExp(`^NSpid:(?:\\s+\\d+)*\\s${String(pid)}(?:\\s|$)`, "m");
  return !readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      const status = statusOf(join("/proc", name));
      return /^Name:\s+pulumi$/m.test(status) && !/^State:\s+[XZ]/m.test(status) && named.test(status);
    });
}

function statusOf(directory: string): string {
  try {
    return readFileSync(join(directory, "status"), "utf8");
  } catch {
    return "";
  }
}
