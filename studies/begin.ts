/** Where a study stands before it is run: begun anew, gone on with, or finished. */
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { CrossbedError } from "../base/errors.ts";
import { runId } from "../benchmarks/results/run-id.ts";
import { beginJournal, journalName, type StudyBlock, type StudyRecord } from "../benchmarks/results/study-journal.ts";
import { newestStudy, studiesFolder } from "../benchmarks/results/study-runs.ts";
import type { BlockProgress } from "./progress.ts";
import { readProgress } from "./run.ts";
import { digestOfStudy, type StudySpec } from "./spec.ts";

/** A study that was begun, and how it stands. */
export interface BegunStudy {
  readonly directory: string;
  readonly record: StudyRecord;
  readonly progress: readonly BlockProgress[];
}

/** Folder of all that was begun under a study's name; its lock lies there. */
export function folderOf(results: string, { name }: Pick<StudySpec, "name">): string {
  return join(results, studiesFolder, name);
}

/** The newest of that name; undefined where none was begun. */
export async function begunStudy(
  results: string,
  spec: Pick<StudySpec, "name">,
  isRunning: boolean,
): Promise<BegunStudy | undefined> {
  const directory = await newestStudy(folderOf(results, spec));
  return directory === undefined ? undefined : { directory, ...(await readProgress(directory, results, isRunning)) };
}

export function isFinished({ progress }: Pick<BegunStudy, "progress">): boolean {
  return progress.every(({ lacking }) => lacking.length === 0);
}

/**
 * The study to go on with; undefined where one is to be begun: none was, or the last is finished and the file has changed.
 * @throws CrossbedError `invalid_input` when the file has changed and the last study by it is not finished.
 */
export function toGoOnWith(file: string, spec: StudySpec, begun: BegunStudy | undefined): BegunStudy | undefined {
  if (begun === undefined || begun.record.head.digest === digestOfStudy(spec)) return begun;
  if (isFinished(begun)) return undefined;
  throw new CrossbedError(
    "invalid_input",
    `this file has changed since the study ${spec.name} was begun, which is not finished.`,
    {
      where: file,
      hint: `Give the file the content that it had, give it another name: in it, or begin anew with --new; what is measured stays in ${begun.directory}.`,
    },
  );
}

/** Makes a study's directory with its journal. Returns the directory. */
export async function beginStudy(
  results: string,
  spec: StudySpec,
  blocks: readonly StudyBlock[],
  suffix: string,
): Promise<string> {
  const atMs = Date.now();
  const directory = join(folderOf(results, spec), runId(atMs, suffix));
  await mkdir(directory, { recursive: true });
  await beginJournal(join(directory, journalName), {
    line: "study",
    version: 1,
    name: spec.name,
    digest: digestOfStudy(spec),
    seed: spec.seed,
    rebuild: spec.rebuild,
    switchMinutes: spec.switchMinutes,
    atMs,
    blocks: [...blocks],
  });
  return directory;
}

/** The name by which a person tells studies of one name apart. */
export function idOf({ directory }: Pick<BegunStudy, "directory">): string {
  return basename(directory);
}
