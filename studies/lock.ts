/** One process at a time works on a study: a file names it by more than its number, so that one which died holds nothing. */
import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CrossbedError } from "../base/errors.ts";
import { jsonOrNothing } from "../base/json.ts";
import { identityOf, isAlive, isOver, type ProcessOfMachine } from "../base/process-identity.ts";

const lockPattern = /^lock-[0-9a-f]{12}$/;

export interface StudyLock {
  release(): Promise<void>;
}

/**
 * Takes the lock in a directory until it is released. Each puts its own name there and looks for others only then: of two that come
 * at once, one at least sees the other and goes.
 * @throws CrossbedError `held` while another process has it, or may have it where this one cannot see.
 */
export async function lockStudy(directory: string): Promise<StudyLock> {
  const own = `lock-${randomBytes(6).toString("hex")}`;
  const file = join(directory, own);
  await writeFile(`${file}.new`, JSON.stringify(identityOf(process.pid)));
  await rename(`${file}.new`, file);
  const release = (): Promise<void> => rm(file, { force: true });
  for (const [other, holder] of await holdersIn(directory)) {
    if (other === file) continue;
    if (!isOver(holder)) {
      await release();
      throw heldBy(holder, other);
    }
    await rm(other, { force: true });
  }
  return { release };
}

/** Whether a process works on the study in a directory, as far as that can be seen. */
export async function isBeingRun(directory: string): Promise<boolean> {
  return (await holdersIn(directory)).some(([, holder]) => isAlive(holder) === true);
}

async function holdersIn(directory: string): Promise<[file: string, holder: ProcessOfMachine][]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => lockPattern.test(name));
  const holders = names.map(async (name): Promise<[string, ProcessOfMachine][]> => {
    const file = join(directory, name);
    const holder = jsonOrNothing(await readFile(file, "utf8").catch(() => ""));
    // One that was released meanwhile.
    return holder === undefined ? [] : [[file, holder as ProcessOfMachine]];
  });
  return (await Promise.all(holders)).flat();
}

function heldBy(holder: ProcessOfMachine, where: string): CrossbedError {
  const isSeen = isAlive(holder) === true;
  const pid = String(holder.pid);
  return new CrossbedError(
    "held",
    isSeen
      ? `this study is being run by the process ${pid}.`
      : `this study may be being run by a process of another machine or container (${pid} there).`,
    {
      where,
      hint: isSeen
        ? "Wait for it, or end it (kill), and call the same command again."
        : "If that process is gone, remove this file, and call the same command again.",
    },
  );
}
