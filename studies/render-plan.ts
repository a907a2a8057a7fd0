/** What a study will do, as text: shown before anything is done. */
import { formatDuration } from "../base/duration.ts";
import { table } from "../base/text-table.ts";
import type { StudyBlock } from "../benchmarks/results/study-journal.ts";
import { minToSec } from "../base/units.ts";
import { sizeText, studyBytes } from "./disk.ts";
import { runSec } from "./estimate.ts";
import type { StudySpec } from "./spec.ts";

/** Blocks in order with their cases and lengths, then time and disk for all of it. */
export function renderStudyPlan(spec: StudySpec, blocks: readonly StudyBlock[], freeBytes: number): string {
  const guessSec = minToSec(spec.switchMinutes);
  const seconds = blocks.map((block) => guessSec + runSec(block.cases));
  const cases = blocks.reduce((sum, block) => sum + block.cases.length, 0);
  return [
    `study ${spec.name}: ${counted(blocks.length, "block")}, ${counted(cases, "case")}, seed ${String(spec.seed)}${emulation(blocks)}`,
    ...table([
      ["block", "stack", "build", "cases", "loads (the study's req/s), in order", "about"],
      ...blocks.map((block, index) => [
        String(index + 1),
        block.stack,
        String(block.repetition),
        String(block.cases.length),
        block.cases.map(({ nominalReqPerSec }) => String(nominalReqPerSec)).join(" "),
        formatDuration(seconds[index] ?? 0),
      ]),
    ]),
    `time: about ${formatDuration(seconds.reduce((sum, one) => sum + one, 0))}, of which ${formatDuration(guessSec)} for each switch are a guess of the study's file`,
    `disk: about ${sizeText(studyBytes(blocks))} of results; ${sizeText(freeBytes)} are free`,
  ].join("\n");
}

function emulation(blocks: readonly StudyBlock[]): string {
  return blocks.some(({ isEmulated }) => isEmulated) ? " (emulated)" : "";
}

export function counted(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? "" : "s"}`;
}
