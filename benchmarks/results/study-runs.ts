/** Which runs belong to a study: ordinary runs, which its journal names. */
import { lstat, readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CrossbedError } from "../../base/errors.ts";
import { runFiles } from "./directory.ts";
import { runsOf } from "./run-list.ts";
import { journalName, readJournal, type StudyRecord } from "./study-journal.ts";

/** Folder in a results folder that holds one folder a study's name, and in it one a time it was begun. */
export const studiesFolder = "studies";

export interface StudyRun {
  /** Directory of the run. */
  readonly directory: string;
  readonly stack: string;
  /** Which build of the stack it measured, from 1. */
  readonly repetition: number;
  /** Index of its block in the journal's head; a block that was interrupted has several runs, which share no whole case. */
  readonly block: number;
}

/**
 * The runs of a study in the order in which they began, those that were interrupted or failed included.
 * `directory`: `results/studies/<name>/<study>`, or `results/studies/<name>` for the newest.
 * @throws CrossbedError as `readJournal` does.
 */
export async function runsOfStudy(directory: string): Promise<StudyRun[]> {
  const study = await newestStudy(directory);
  if (study === undefined) {
    throw new CrossbedError("invalid_input", `this is no study's directory: it has no ${journalName}.`, {
      where: directory,
      hint: "Name one such as results/studies/lab.",
    });
  }
  return await runsOfJournal(await readJournal(join(study, journalName)), resolve(study, "../../.."));
}

/** The study in a directory, or the newest of those in it; undefined where there is none. */
export async function newestStudy(directory: string): Promise<string | undefined> {
  if (await isThere(join(directory, journalName))) return directory;
  const names = await readdir(directory).catch(() => []);
  for (const name of names.toSorted().toReversed()) {
    if (await isThere(join(directory, name, journalName))) return join(directory, name);
  }
  return undefined;
}

/** Every study in the folder of studies, whatever its name. */
export async function studiesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => basename(name) === journalName).map((name) => join(folder, dirname(name)));
}

/** The same for a journal that was read; `results` is the folder that holds the stacks' runs. */
export async function runsOfJournal({ head, events }: StudyRecord, results: string): Promise<StudyRun[]> {
  const runs: StudyRun[] = [];
  for (const event of events) {
    if (event.line !== "begin" || event.block === undefined || event.suffix === undefined) continue;
    const { suffix, block } = event;
    const planned = head.blocks[block];
    if (planned === undefined) continue;
    const { stack, repetition } = planned;
    for (const directory of await runsOf(results, stack)) {
      const isOurs = directory.endsWith(`-${suffix}`) && (await isThere(join(directory, runFiles.manifest)));
      if (isOurs) runs.push({ directory, stack, repetition, block });
    }
  }
  return runs;
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}
