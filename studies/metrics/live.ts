/** The newest interval of each load generator of a run that may be under way, as its raw files have it so far. */
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { runFiles } from "../../benchmarks/results/directory.ts";
import type { IntervalRecord } from "../../workloads/records.ts";

/** Longer than an interval's line, its histogram included. */
const tailBytes = 256 * 1024;

export interface LiveInterval {
  /** The folder of raw files: a case and its repetition, `2.4.1-r1`. */
  readonly case: string;
  readonly interval: IntervalRecord;
}

/** Of the folder that was begun last; empty where none has an interval. A file that cannot be read is left out. */
export async function liveIntervals(run: string): Promise<LiveInterval[]> {
  const raw = join(run, runFiles.raw);
  const found: LiveInterval[] = [];
  for (const folder of await directoriesOf(raw)) {
    for (const file of await readdir(join(raw, folder)).catch(() => [])) {
      if (!file.endsWith(".jsonl")) continue;
      const interval = await newestInterval(join(raw, folder, file)).catch(() => undefined);
      if (interval !== undefined) found.push({ case: folder, interval });
    }
  }
  const newest = found.toSorted((one, other) => other.interval.endEpochMs - one.interval.endEpochMs)[0];
  return found.filter((one) => one.case === newest?.case);
}

async function directoriesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The last whole line that is an interval. */
async function newestInterval(file: string): Promise<IntervalRecord | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, null, from);
    const text = buffer.subarray(0, bytesRead).toString("utf8");
    const line = text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .findLast((one) => one.startsWith('{"kind":"interval"'));
    return line === undefined ? undefined : (JSON.parse(line) as IntervalRecord);
  } finally {
    await handle.close();
  }
}
