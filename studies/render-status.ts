/** How a study stands, as text and as data for programs. */
import { formatDuration } from "../base/duration.ts";
import { table } from "../base/text-table.ts";
import type { StudyRun } from "../benchmarks/results/study-runs.ts";
import { idOf, isFinished, type BegunStudy } from "./begin.ts";
import { secondsLeft, type BlockState } from "./progress.ts";
import { counted } from "./render-plan.ts";

const words: Readonly<Record<BlockState, string>> = {
  done: "done",
  failed: "failed",
  "under-way": "under way",
  left: "left",
};

/** Every block with its state, reasons of those that failed, and the time that is left. */
export function renderStudyStatus(study: BegunStudy): string {
  const { record, progress } = study;
  const failed = progress.filter(({ state }) => state === "failed");
  return [
    `study ${record.head.name} (${idOf(study)}), seed ${String(record.head.seed)}`,
    ...table([
      ["block", "stack", "build", "state", "measured"],
      ...progress.map(({ block, stack, repetition, state, measured, lacking }) => [
        String(block + 1),
        stack,
        String(repetition),
        words[state],
        `${String(measured)} of ${counted(measured + lacking.length, "case")}`,
      ]),
    ]),
    ...failed.map(({ block, stack, reason = "" }) => `block ${String(block + 1)}, ${stack}: ${reason}`),
    isFinished(study)
      ? "finished: every case is measured"
      : `left: about ${formatDuration(secondsLeft(record, progress))}`,
  ].join("\n");
}

/** For programs; `secondsLeft` is an estimate. */
export function studyStatus(study: BegunStudy, isRunning: boolean, runs: readonly StudyRun[]): unknown {
  const { directory, record, progress } = study;
  const { name, digest, seed } = record.head;
  return {
    version: 1,
    study: name,
    directory,
    digest,
    seed,
    isRunning,
    isFinished: isFinished(study),
    secondsLeft: Math.round(secondsLeft(record, progress)),
    blocks: progress.map(({ lacking, isBuilt: _, ...block }) => ({
      ...block,
      cases: block.measured + lacking.length,
    })),
    runs,
  };
}
