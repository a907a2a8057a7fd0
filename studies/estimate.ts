/** How long a study takes, or what is left of it: by what its own steps took so far, and before that by its file and its plan. Pure. */
import type { StudyBlock } from "../benchmarks/results/study-journal.ts";

/** Around the cases of a run: waiting for the application, clocks, generators, the report. On the lab, emulated, 40 to 70 s were seen. */
const aroundRunSec = 60;

/** A switch that is over. */
export interface SeenSwitch {
  readonly stack: string;
  readonly seconds: number;
}

/** Seconds that a switch to a stack is thought to take: the mean of those seen to it, else to any stack, else `guessSec`. */
export function switchSec(stack: string, seen: readonly SeenSwitch[], guessSec: number): number {
  const own = seen.filter((one) => one.stack === stack);
  const known = own.length > 0 ? own : seen;
  return known.length === 0 ? guessSec : known.reduce((sum, { seconds }) => sum + seconds, 0) / known.length;
}

/** Seconds for cases as one run; nothing for none. */
export function runSec(cases: StudyBlock["cases"]): number {
  return cases.length === 0 ? 0 : cases.reduce((sum, one) => sum + one.expectedSec, aroundRunSec);
}
