/**
 * The result directory `results/<stack>/<run>/`, version 2. It is complete enough to be analysed again on another machine. A
 * file here describes each of its files:
 *
 * | file | what |
 * | --- | --- |
 * | `manifest.json` | conditions: stack, spec, plan digest, versions, host facts, seed, scale, and how the run ended |
 * | `cases.jsonl` | one line for each repetition of a case: rates, windows, totals, events, warnings (`CaseRecord`) |
 * | `samples.jsonl` | the measured window, one number a line (`Sample`); sums over it are the totals |
 * | `warm-up.jsonl` | the same for what was excluded: before and after the measured window |
 * | `histograms.jsonl` | response times of the measured window, one HdrHistogram for each interval and generator |
 * | `raw/` | what the tools wrote, untouched, in one folder for each repetition |
 * | `digests.json` | size, lines and SHA-256 of each file above, written when the run ends |
 * | `summary.json`, `report.html` | made from the files above alone, and made again by `crossbed report` |
 *
 * Times are milliseconds since 1970 UTC in the file's own clock, which is that of the machine that ran Crossbed. A sample's or
 * interval's time is its end, as sar has it. Directories of version 1 are translated while they are read (`version-1.ts`).
 *
 * A directory may come from elsewhere and be damaged: links are not followed, and what a file may make its reader do is bounded.
 */
import { z } from "zod";
import { daySec } from "../../base/units.ts";

/** The name of each, for whoever writes, reads or tells of it. */
export const runFiles = {
  manifest: "manifest.json",
  cases: "cases.jsonl",
  samples: "samples.jsonl",
  warmUp: "warm-up.jsonl",
  histograms: "histograms.jsonl",
  raw: "raw",
  digests: "digests.json",
  summary: "summary.json",
  report: "report.html",
} as const;

/** What the files share. Times end where dates do (ECMA-262, 21.4.1.1). */
export const count = z.int().nonnegative();
export const latestMs = 8.64e15;
export const timeMs = z.number().nonnegative().max(latestMs);
export const span = z.object({ startMs: timeMs, endMs: timeMs });
/** Length of an interval of the statistics. */
export const intervalSec = z.number().min(0.001).max(daySec);
/** `host`, `cpu`, `domain`, `generator`, `cluster`: which of several a number belongs to. */
export const labels = z.record(z.string(), z.string());
