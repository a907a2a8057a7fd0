/** How far a study is: by its journal and by what its runs hold. Pure. */
import { minToSec, msToSec } from "../base/units.ts";
import { caseKey } from "../benchmarks/results/measured.ts";
import type { StudyBlock, StudyEvent, StudyRecord } from "../benchmarks/results/study-journal.ts";
import { runSec, switchSec, type SeenSwitch } from "./estimate.ts";

export type BlockState = "done" | "failed" | "under-way" | "left";

export interface BlockProgress {
  /** Index in the journal's head. */
  readonly block: number;
  readonly stack: string;
  readonly repetition: number;
  readonly state: BlockState;
  readonly measured: number;
  /** Cases that no run has whole, in their order. */
  readonly lacking: StudyBlock["cases"];
  /** Whether this build of the stack was once brought up. */
  readonly isBuilt: boolean;
  /** What came in between: why it failed, or how it was cut; absent where nothing did. */
  readonly reason?: string;
}

/** Keys of the cases that are measured, by block. */
export type Measured = ReadonlyMap<number, ReadonlySet<string>>;

/** `isRunning`: a process works on the study now, so that a step without an end is under way. */
export function progressOf({ head, events }: StudyRecord, measured: Measured, isRunning: boolean): BlockProgress[] {
  return head.blocks.map(({ stack, repetition, cases }, index) => {
    const own = events.filter((event) => event.block === index);
    const lacking = cases.filter((one) => measured.get(index)?.has(caseKey(one)) !== true);
    const last = own.at(-1);
    const reason = last?.line === "end" ? last.reason : undefined;
    return {
      block: index,
      stack,
      repetition,
      state: lacking.length === 0 ? "done" : stateBy(last, isRunning),
      measured: cases.length - lacking.length,
      lacking,
      isBuilt: own.some((event) => event.line === "end" && event.step === "switch" && event.outcome === "done"),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** A block that lacks cases, by the last that its journal says. */
function stateBy(last: StudyEvent | undefined, isRunning: boolean): BlockState {
  if (last?.line === "end" && last.outcome === "failed") return "failed";
  return last !== undefined && isRunning && (last.line === "begin" || last.outcome === "done") ? "under-way" : "left";
}

/** Switches that were done, with how long each took. */
function seenSwitches({ head, events }: StudyRecord): SeenSwitch[] {
  return events.flatMap((event, index) => {
    if (event.line !== "end" || event.step !== "switch" || event.outcome !== "done") return [];
    const begin = events.slice(0, index).findLast((one) => one.line === "begin" && one.block === event.block);
    const stack = head.blocks[event.block ?? -1]?.stack;
    return begin === undefined || stack === undefined ? [] : [{ stack, seconds: msToSec(event.atMs - begin.atMs) }];
  });
}

/** Seconds until every case is measured, if nothing fails. A block that is under way counts as a whole switch and its cases. */
export function secondsLeft(record: StudyRecord, progress: readonly BlockProgress[]): number {
  const seen = seenSwitches(record);
  const guessSec = minToSec(record.head.switchMinutes);
  return progress
    .filter(({ lacking }) => lacking.length > 0)
    .reduce((sum, { stack, lacking }) => sum + switchSec(stack, seen, guessSec) + runSec(lacking), 0);
}
