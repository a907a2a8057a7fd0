/** The figures of one run, as a message from one thread to another may hold them. */
import { HistogramSum } from "../benchmarks/analysis/histogram.ts";
import { figuresOf } from "../benchmarks/analysis/summarise.ts";
import type { ComparedRun } from "../benchmarks/analysis/compare/unit.ts";
import { openRun } from "../benchmarks/results/reader.ts";

/** Which run to read, and whether one that is not complete is passed over. */
export interface RunRequest {
  readonly directory: string;
  readonly mustBeComplete: boolean;
}

/** Reads and analyses a run; undefined for one that is passed over. @throws CrossbedError as `openRun` and `figuresOf` do. */
export async function readFigures({ directory, mustBeComplete }: RunRequest): Promise<ComparedRun | undefined> {
  const run = await openRun(directory);
  if (mustBeComplete && run.manifest.status !== "complete") return undefined;
  return { manifest: run.manifest, analysis: await figuresOf(run) };
}

/** A run whose histograms are their counts: a message keeps no class. */
export interface RunMessage {
  readonly manifest: ComparedRun["manifest"];
  readonly summary: ComparedRun["analysis"]["summary"];
  readonly counts: readonly Float64Array[];
}

export function toMessage({ manifest, analysis: { summary, histograms } }: ComparedRun): RunMessage {
  return { manifest, summary, counts: histograms.map((histogram) => histogram.counts) };
}

export function fromMessage({ manifest, summary, counts }: RunMessage): ComparedRun {
  return { manifest, analysis: { summary, histograms: counts.map((each) => HistogramSum.of(each)) } };
}
