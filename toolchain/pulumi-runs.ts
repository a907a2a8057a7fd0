/** Which Pulumi processes this clone has started: a lock of Pulumi's names a number and a host name, which do not tell processes apart. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { jsonOrNothing } from "../base/json.ts";
import { ancestorNamed, identityOf, isAlive, isOver } from "../base/process-identity.ts";
import { stateDirectory } from "../base/project.ts";

const runSchema = z.object({
  pid: z.int().positive(),
  started: z.string(),
  bootId: z.string(),
  namespace: z.string(),
  /** machine-id(5); empty where the machine has none. */
  machineId: z.string(),
});
type Run = z.infer<typeof runSchema>;

const runsDirectory = (project: string): string => join(stateDirectory(project), "runs");

/** Records the identity of a Pulumi that has just been started, unless it has ended already. */
export async function recordRun(project: string, pid: number): Promise<void> {
  const run = identityOf(pid);
  if (run === undefined) return;
  const directory = runsDirectory(project);
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, `${String(pid)}-${run.bootId}-${/\d+/.exec(run.namespace)?.[0] ?? ""}.json`),
    JSON.stringify(run),
  );
}

/** The same for the Pulumi whose program this process is: a person may have started it without us. */
export async function recordOwnRun(project: string): Promise<void> {
  const pid = ancestorNamed("pulumi", process.pid);
  if (pid !== undefined) await recordRun(project, pid);
}

/** What became of a process, as far as it can be seen from here. */
export type Fate = "over" | "alive" | "unseen";

/** What became of the runs of that number, `over` only if all are. Undefined where none is known. */
export async function fateOfRuns(project: string, pid: number): Promise<Fate | undefined> {
  const runs = (await knownRuns(project)).filter(({ run }) => run.pid === pid);
  if (runs.length === 0) return undefined;
  if (runs.every(({ run }) => isOver(run))) return "over";
  return runs.some(({ run }) => isAlive(run) === true) ? "alive" : "unseen";
}

/** Forgets the runs that are over; nothing may depend on them any more. */
export async function forgetRuns(project: string): Promise<void> {
  for (const { file, run } of await knownRuns(project)) if (isOver(run)) await rm(file, { force: true });
}

async function knownRuns(project: string): Promise<{ readonly file: string; readonly run: Run }[]> {
  const directory = runsDirectory(project);
  const files = existsSync(directory) ? await readdir(directory) : [];
  const read = files.map(async (name) => {
    const file = join(directory, name);
    const text = await readFile(file, "utf8").catch(() => "");
    const { data: run } = runSchema.safeParse(jsonOrNothing(text));
    return run === undefined ? [] : [{ file, run }];
  });
  return (await Promise.all(read)).flat();
}
