/** Pulumi's locks on the stacks of the default backend, and what can be known of the processes that hold them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { jsonOrNothing } from "../base/json.ts";
import { here } from "../base/process-identity.ts";
import { stateBackend } from "./environment.ts";
import { fateOfRuns, type Fate } from "./pulumi-runs.ts";

/** A lock file of the file backend; source: github.com/pulumi/pulumi, pkg/backend/diy/lock.go, lockContent. */
const lockSchema = z.object({
  pid: z.int().positive(),
  username: z.string().default(""),
  hostname: z.string(),
  timestamp: z.string(),
});

export interface StackLock extends Readonly<z.infer<typeof lockSchema>> {
  readonly file: string;
  readonly stack: string;
}

/** Every lock that can be read; one that is half written, or of another format, is left to Pulumi. */
export async function stackLocks(project: string): Promise<StackLock[]> {
  const directory = join(stateBackend(project), ".pulumi", "locks");
  const names = existsSync(directory) ? await readdir(directory, { recursive: true }) : [];
  const read = names
    .filter((name) => name.endsWith(".json"))
    .map(async (name) => {
      const file = join(directory, name);
      const { data } = lockSchema.safeParse(jsonOrNothing(await readFile(file, "utf8").catch(() => "")));
      return data === undefined ? [] : [{ ...data, file, stack: basename(dirname(file)) }];
    });
  return (await Promise.all(read)).flat();
}

/** What became of a lock's process; `unseen` where nobody can know: of another machine, or of a container that has this machine's name. */
export async function fateOfHolder(project: string, { pid, hostname: host }: StackLock): Promise<Fate> {
  if (host !== hostname()) return "unseen";
  return (await fateOfRuns(project, pid)) ?? fateOfStranger(pid);
}

/** The machine's first namespace of process numbers, from which all others can be seen (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
const firstNamespace = "pid:[4026531836]";

/**
 * Of a Pulumi that somebody started without us: gone where no live one has that number in its own namespace (proc(5), status, NSpid).
 * A container cannot see the others.
 */
function fateOfStranger(pid: number): Fate {
  if (here().namespace !== firstNamespace) return "unseen";
  const named = new RegExp(`^NSpid:(?:\\s+\\d+)*\\s${String(pid)}(?:\\s|$)`, "m");
  const holders = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const status = statusOf(join("/proc", name));
      return /^Name:\s+pulumi$/m.test(status) && !/^State:\s+[XZ]/m.test(status) && named.test(status);
    });
  if (holders.length === 0) return "over";
  return holders.includes(String(pid)) ? "alive" : "unseen";
}

function statusOf(directory: string): string {
  try {
    return readFileSync(join(directory, "status"), "utf8");
  } catch {
    return "";
  }
}
