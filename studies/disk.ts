/** The disk space that a study's results take. */
import { CrossbedError } from "../base/errors.ts";
import { bytesToMiB } from "../base/units.ts";
import type { StudyBlock } from "../benchmarks/results/study-journal.ts";

/** About so many bytes for all blocks. */
export function studyBytes(blocks: readonly Pick<StudyBlock, "bytes">[]): number {
  return blocks.reduce((sum, block) => sum + block.bytes, 0);
}

/** Refuses, before anything is done, a study whose results would not fit into the bytes that are free. `where`: their directory. */
export function refuseLittleDisk(where: string, blocks: readonly Pick<StudyBlock, "bytes">[], freeBytes: number): void {
  const bytes = studyBytes(blocks);
  if (bytes <= freeBytes) return;
  const text = `has ${sizeText(freeBytes)} free, and the study's results take about ${sizeText(bytes)}.`;
  throw new CrossbedError("missing_prerequisite", text, {
    where,
    hint: "Make room there, or give the study fewer stacks, loads or repetitions.",
  });
}

export function sizeText(bytes: number): string {
  const mib = bytesToMiB(bytes);
  return mib >= 2048 ? `${(mib / 1024).toFixed(1)} GiB` : `${String(Math.ceil(mib))} MiB`;
}
