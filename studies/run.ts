/** Runs a study's blocks one after another, from wherever its journal says that it stands. */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { formatDuration } from "../base/duration.ts";
import { isAlive } from "../base/process-identity.ts";
import { measuredCases } from "../benchmarks/results/measured.ts";
import { journalName, readJournal, StudyJournal, type StudyEvent } from "../benchmarks/results/study-journal.ts";
import type { StudyRecord, StudyStep } from "../benchmarks/results/study-journal.ts";
import { runsOfJournal } from "../benchmarks/results/study-runs.ts";
import { progressOf, secondsLeft, type BlockProgress } from "./progress.ts";
import { reasonOf } from "./reason.ts";
import { counted } from "./render-plan.ts";
import { runStep, type StepCommand } from "./step-process.ts";

/** What a step is to do. */
export interface StepOrder {
  readonly step: StudyStep;
  /** Absent for a step of the whole rack. */
  readonly block?: StudyRecord["head"]["blocks"][number];
  /** The stack is taken down first, if it is up. */
  readonly isRebuild: boolean;
  /** The run's name ends so. */
  readonly suffix: string;
  /** Directory of a run whose lacking cases are to be measured; absent where none is begun yet. */
  readonly resumes?: string;
}

export interface StudyRunArgs {
  /** The study's own directory, with its journal. */
  readonly directory: string;
  /** Folder that holds the stacks' runs. */
  readonly results: string;
  /** The project's directory, where steps run. */
  readonly project: string;
  readonly commandOf: (order: StepOrder) => StepCommand;
  /** A suffix that no other run has: 1 to 16 small letters and digits. */
  readonly newSuffix: () => string;
  readonly signal: AbortSignal;
  readonly stopsOnFailure: boolean;
  readonly say: (line: string) => void;
}

/** Blocks that were not finished when the study was begun or gone on with, each once; gives how every block stands afterwards. */
export async function runStudy(args: StudyRunArgs): Promise<BlockProgress[]> {
  const journal = await StudyJournal.open(join(args.directory, journalName));
  try {
    const study = new RunningStudy(args, journal);
    await study.settle();
    await study.runBlocks();
  } finally {
    await journal.close();
  }
  return (await readProgress(args.directory, args.results, false)).progress;
}

/** A study's journal, with how each block stands. */
export async function readProgress(
  directory: string,
  results: string,
  isRunning: boolean,
): Promise<{ readonly record: StudyRecord; readonly progress: BlockProgress[] }> {
  const record = await readJournal(join(directory, journalName));
  const measured = new Map<number, Set<string>>();
  for (const { directory: run, block } of await runsOfJournal(record, results)) {
    const known = measured.get(block) ?? new Set();
    for (const key of await measuredCases(run)) known.add(key);
    measured.set(block, known);
  }
  // The step of a study that was killed goes on alone.
  const last = record.events.at(-1);
  const isStepping = last?.line === "begin" && isAlive(last.process) === true;
  return { record, progress: progressOf(record, measured, isRunning || isStepping) };
}

/** How often a step that outlived its study is looked at. */
const lookMs = 500;

class RunningStudy {
  readonly #args: StudyRunArgs;
  readonly #journal: StudyJournal;

  constructor(args: StudyRunArgs, journal: StudyJournal) {
    this.#args = args;
    this.#journal = journal;
  }

  /** A step that was begun and has no end, because the study was killed: it is waited for, so that there are never two. */
  async settle(): Promise<void> {
    const last = (await this.#read()).record.events.at(-1);
    if (last?.line !== "begin") return;
    const { process: one, step, block } = last;
    if (isAlive(one) === true) {
      this.#args.say(`a step of this study still runs (${step}, process ${String(one.pid)}); it is waited for`);
    }
    let isAsked = false;
    while (isAlive(one) === true) {
      if (this.#args.signal.aborted && !isAsked) {
        process.kill(one.pid, "SIGTERM");
        isAsked = true;
      }
      await setTimeout(lookMs, undefined, { signal: isAsked ? undefined : this.#args.signal }).catch(() => undefined);
    }
    const reason = "the study was killed while it ran";
    await this.#journal.append({ line: "end", step, block, atMs: Date.now(), outcome: "lost", reason });
  }

  async runBlocks(): Promise<void> {
    const { stopsOnFailure } = this.#args;
    const { record, progress } = await this.#read();
    const open = progress.filter(({ lacking }) => lacking.length > 0);
    if (
      open.some(({ block }) => record.head.blocks[block]?.isOnLab === true) &&
      !(await this.#step("lab", undefined))
    ) {
      return;
    }
    for (const { block } of open) {
      if (this.#isStopping()) return;
      const isDone = await this.#runBlock(block);
      if (!isDone && stopsOnFailure) return;
    }
  }

  /** Brings the stack up and measures what the block lacks. A build that was up once is gone on with, never built anew. */
  async #runBlock(index: number): Promise<boolean> {
    if (!(await this.#step("switch", index))) return false;
    // A run may end with a warning about what was lost beside its cases, and have them all.
    if (await this.#step("bench", index)) return true;
    return (await this.#read()).progress[index]?.lacking.length === 0;
  }

  /** One step, with a line of the journal before and after it; whether it was done. */
  async #step(step: StudyStep, index: number | undefined): Promise<boolean> {
    const { directory, project, signal, say } = this.#args;
    if (this.#isStopping()) return false;
    const { record, progress } = await this.#read();
    const order = await this.#orderOf(step, index, record, progress);
    say(titleOf(step, index, record, progress));
    const log = join(directory, `${order.suffix}-${step}.log`);
    const onStep = { step, ...(index === undefined ? {} : { block: index }) };
    const { status, signal: killedBy } = await runStep(this.#args.commandOf(order), {
      directory: project,
      log,
      signal,
      onBegin: (process) =>
        this.#journal.append({
          line: "begin",
          ...onStep,
          atMs: Date.now(),
          ...(step === "bench" ? { suffix: order.suffix } : {}),
          process,
        }),
    });
    const isDone = status === 0;
    const outcome = isDone ? "done" : this.#isStopping() ? "interrupted" : "failed";
    const end: StudyEvent = {
      line: "end",
      ...onStep,
      atMs: Date.now(),
      outcome,
      ...(isDone ? {} : { reason: await reasonOf(log, status, killedBy) }),
    };
    await this.#journal.append(end);
    if (end.reason !== undefined) say(`${step} ${outcome}: ${end.reason}`);
    return isDone;
  }

  async #orderOf(
    step: StudyStep,
    index: number | undefined,
    record: StudyRecord,
    progress: readonly BlockProgress[],
  ): Promise<StepOrder> {
    const suffix = this.#args.newSuffix();
    const block = record.head.blocks[index ?? -1];
    if (block === undefined) return { step, isRebuild: false, suffix };
    const runs = (await runsOfJournal(record, this.#args.results)).filter((run) => run.block === index);
    const newest = runs.at(-1)?.directory;
    return {
      step,
      block,
      isRebuild: record.head.rebuild === "each" && progress[index ?? -1]?.isBuilt === false,
      suffix,
      ...(newest === undefined ? {} : { resumes: newest }),
    };
  }

  #isStopping(): boolean {
    return this.#args.signal.aborted;
  }

  #read(): ReturnType<typeof readProgress> {
    return readProgress(this.#args.directory, this.#args.results, true);
  }
}

function titleOf(
  step: StudyStep,
  index: number | undefined,
  record: StudyRecord,
  progress: readonly BlockProgress[],
): string {
  const all = progress.reduce((sum, { measured, lacking }) => sum + measured + lacking.length, 0);
  const measured = progress.reduce((sum, one) => sum + one.measured, 0);
  const left = `${String(measured)} of ${counted(all, "case")} measured, about ${formatDuration(secondsLeft(record, progress))} left`;
  const block = record.head.blocks[index ?? -1];
  const subject =
    block === undefined
      ? "the lab"
      : `block ${String((index ?? 0) + 1)} of ${String(progress.length)}, ${block.stack}, build ${String(block.repetition)}`;
  return `== ${subject}: ${step} - ${left}`;
}
