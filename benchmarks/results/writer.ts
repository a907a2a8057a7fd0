/** Writes a run's directory. Data files only grow and a directory is never taken twice. */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CrossbedError } from "../../base/errors.ts";
import type { RunWarning } from "../../base/warnings.ts";
import { caseLines } from "./case-lines.ts";
import type { CaseRecord } from "./case-record.ts";
import { writeDigests } from "./digests.ts";
import { runFiles } from "./directory.ts";
import { resultVersion } from "./version.ts";
import type { Manifest } from "./manifest.ts";
import { runId } from "./run-id.ts";
import { holdReserve, releaseReserve } from "./reserve.ts";
import type { Summary } from "./summary.ts";
import { writeJson } from "./write-whole.ts";
import type { CaseResult } from "./case-result.ts";

/** Conditions known when a run starts; the writer adds the rest. */
export type RunConditions = Omit<Manifest, "version" | "run" | "status" | "endedAtMs">;

/** How a run ended. Warnings are added to those of the conditions. */
export interface RunEnd {
  readonly status: "complete" | "interrupted" | "failed";
  readonly endedAtMs: number;
  readonly warnings: readonly RunWarning[];
}

/** One run being written. Not for use by two callers at once: await each call. */
export class RunWriter {
  readonly directory: string;
  readonly run: string;
  #manifest: Manifest;

  private constructor(directory: string, manifest: Manifest) {
    this.directory = directory;
    this.run = manifest.run;
    this.#manifest = manifest;
  }

  /**
   * Makes `<resultsRoot>/<stack>/<run>/` and writes the manifest with status `running`.
   * `suffix`: 1 to 16 lower-case letters and digits.
   * @throws CrossbedError `invalid_input` when the directory exists: nothing in it has been touched.
   */
  static async create(resultsRoot: string, conditions: RunConditions, suffix: string): Promise<RunWriter> {
    const run = runId(conditions.startedAtMs, suffix);
    const directory = join(resultsRoot, conditions.stack, run);
    await mkdir(dirname(directory), { recursive: true });
    try {
      await mkdir(directory);
    } catch (cause) {
      throw new CrossbedError("invalid_input", "a run of this name exists, and a run is never overwritten.", {
        where: directory,
        hint: "Start again with another suffix.",
        cause,
      });
    }
    await mkdir(join(directory, runFiles.raw));
    const writer = new RunWriter(directory, { version: resultVersion, run, status: "running", ...conditions });
    await writeJson(join(directory, runFiles.manifest), writer.#manifest);
    await holdReserve(directory);
    return writer;
  }

  /** Where a tool's output of one repetition belongs: `raw/<case>-r<repetition>/<name>`, its folder made. */
  async rawFile(caseName: string, repetition: number, name: string): Promise<string> {
    const file = join(this.directory, runFiles.raw, `${caseName}-r${String(repetition)}`, name);
    if (relative(join(this.directory, runFiles.raw), file).startsWith(".."))
      throw new RangeError(`outside of raw/: ${name}`);
    await mkdir(dirname(file), { recursive: true });
    return file;
  }

  /** Adds a repetition. Its line in `cases.jsonl` is written last, so that a repetition listed there is all there. */
  async appendCase(result: CaseResult): Promise<void> {
    await this.#append(runFiles.samples, linesOf(this.run, result, "sample", true));
    await this.#append(runFiles.warmUp, linesOf(this.run, result, "sample", false));
    await this.#append(runFiles.histograms, linesOf(this.run, result, "histogram", true));
    await this.#append(runFiles.cases, [`${JSON.stringify(caseRecord(result))}\n`]);
  }

  /**
   * Also where the directory was removed meanwhile, or the disk is full: there is room for this and for the report. Files that are
   * written later are not among the digests.
   */
  async finish(end: RunEnd): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await releaseReserve(this.directory);
    const warnings = [...this.#manifest.warnings, ...end.warnings];
    this.#manifest = { ...this.#manifest, status: end.status, endedAtMs: end.endedAtMs, warnings };
    await writeJson(join(this.directory, runFiles.manifest), this.#manifest);
    await writeDigests(this.directory);
  }

  async #append(file: string, lines: Iterable<string>): Promise<void> {
    await pipeline(Readable.from(lines), createWriteStream(join(this.directory, file), { flags: "a" }));
  }
}

/** Writes the summary of a run, or writes it anew: it is made from the data files and holds nothing else. */
export async function writeSummary(directory: string, summary: Summary): Promise<void> {
  await writeJson(join(directory, runFiles.summary), summary);
}

function caseRecord(result: CaseResult): CaseRecord {
  return {
    ...result,
    generators: result.generators.map(({ intervals: _, ...generator }) => generator),
    hosts: result.hosts.map(({ samples: _, ...host }) => host),
  };
}

function* linesOf(
  run: string,
  result: CaseResult,
  kind: "sample" | "histogram",
  isMeasured: boolean,
): Generator<string> {
  for (const line of caseLines(run, result)) {
    if (line.kind === kind && line.isMeasured === isMeasured) yield `${JSON.stringify(line.record)}\n`;
  }
}
