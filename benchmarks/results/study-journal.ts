/**
 * `results/studies/<name>/<study>/journal.jsonl`: what a study is, and what became of each of its steps. One line of JSON each:
 *
 * | line | what |
 * | --- | --- |
 * | `study` | the first: the file's digest, seed, and every block with its cases; it is the truth for whoever goes on |
 * | `begin` | a step is about to run: its process, and how the name of its run will end |
 * | `end` | it is over, and how |
 *
 * Each line is on disk before what it announces is done. A last line that was cut says nothing and is left out.
 */
import { open, type FileHandle } from "node:fs/promises";
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import { timeMs } from "./directory.ts";
import { limits } from "./limits.ts";
import { parseJson } from "./json.ts";
import { codeOf, readPlainText } from "./plain-file.ts";
import { writeWhole } from "./write-whole.ts";

export const journalName = "journal.jsonl";

const plannedCase = z.object({
  case: z.string(),
  repetition: z.int().positive(),
  nominalReqPerSec: z.number(),
  /** How long it is thought to take. */
  expectedSec: z.number().nonnegative(),
});

const block = z.object({
  stack: z.string(),
  /** Which build of the stack it is, from 1. */
  repetition: z.int().positive(),
  /** Laid over the stack's own settings of `benchmarks`. */
  benchmarks: z.object({
    when: z.literal("never"),
    repetitions: z.int().positive(),
    seed: z.int().nonnegative(),
    loads: z.exactOptional(z.union([z.literal("study"), z.array(z.number())])),
  }),
  isOnLab: z.boolean(),
  isEmulated: z.boolean(),
  /** In the order in which they run. */
  cases: z.array(plannedCase),
  /** Estimate of what its results take. */
  bytes: z.number().nonnegative(),
});

const headSchema = z.object({
  line: z.literal("study"),
  version: z.literal(1),
  name: z.string(),
  /** SHA-256 of the study's file, as `digestOfStudy` has it. */
  digest: z.string(),
  seed: z.int().nonnegative(),
  rebuild: z.enum(["each", "once"]),
  switchMinutes: z.number().positive(),
  atMs: timeMs,
  blocks: z.array(block),
});

const step = {
  step: z.enum(["lab", "switch", "bench"]),
  /** Index of its block; absent for a step of the whole rack. */
  block: z.int().nonnegative().optional(),
  atMs: timeMs,
};

const eventSchema = z.discriminatedUnion("line", [
  z.object({
    line: z.literal("begin"),
    ...step,
    /** A run of this step has a name that ends so. */
    suffix: z.string().optional(),
    /** As `ProcessOfMachine` in `base/process-identity.ts`. */
    process: z.object({
      pid: z.int().positive(),
      started: z.string(),
      bootId: z.string(),
      namespace: z.string(),
      machineId: z.string(),
    }),
  }),
  z.object({
    line: z.literal("end"),
    ...step,
    /** Lost: whoever went on found it over, and nobody knows its status. */
    outcome: z.enum(["done", "failed", "interrupted", "lost"]),
    /** Why, when it was not done. */
    reason: z.string().optional(),
  }),
]);

export type StudyHead = Readonly<z.infer<typeof headSchema>>;
export type StudyBlock = Readonly<z.infer<typeof block>>;
export type StudyEvent = Readonly<z.infer<typeof eventSchema>>;
export type StudyStep = StudyEvent["step"];

export interface StudyRecord {
  readonly head: StudyHead;
  readonly events: readonly StudyEvent[];
}

/** Begins a journal: its first line is there whole, or no journal is. */
export async function beginJournal(file: string, head: StudyHead): Promise<void> {
  await writeWhole(file, `${JSON.stringify(head)}\n`);
}

/** Reads a journal. @throws CrossbedError `invalid_input` where there is none, `malformed` for a line that cannot be read. */
export async function readJournal(file: string): Promise<StudyRecord> {
  const text = await readPlainText(file, limits.document);
  if (text === undefined) {
    throw new CrossbedError("invalid_input", "there is no such file.", {
      where: file,
      hint: "Name a study's directory, such as results/studies/lab.",
    });
  }
  const [first = "", ...rest] = text.slice(0, wholeLength(text)).split("\n");
  return {
    head: parseJson(`${file}: line 1`, first, headSchema),
    events: rest
      .filter((line) => line !== "")
      .map((line, index) => parseJson(`${file}: line ${String(index + 2)}`, line, eventSchema)),
  };
}

/** Up to the end of the last line that is whole. */
function wholeLength(text: string): number {
  return text.lastIndexOf("\n") + 1;
}

/** A journal that is written: one process at a time. */
export class StudyJournal {
  readonly #file: string;
  readonly #handle: FileHandle;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** Opens a journal to go on with it; a last line that was cut is taken away, so that the next one is whole. */
  static async open(file: string): Promise<StudyJournal> {
    const handle = await open(file, "r+");
    const text = await handle.readFile();
    await handle.truncate(text.lastIndexOf(10) + 1);
    return new StudyJournal(file, handle);
  }

  /** Resolves when the line is on the disk. @throws CrossbedError `missing_prerequisite` where it cannot be written. */
  async append(event: StudyEvent): Promise<void> {
    try {
      const { size } = await this.#handle.stat();
      await this.#handle.write(`${JSON.stringify(event)}\n`, size);
      await this.#handle.sync();
    } catch (cause) {
      throw new CrossbedError("missing_prerequisite", `Crossbed cannot write the journal (${codeOf(cause)}).`, {
        where: this.#file,
        hint: "Make room on its disk, and call the same command again.",
        cause,
      });
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
