/** Reads a run's directory, line by line where it is large, checking every line against the schema. */
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import { caseRecordSchema, type CaseRecord } from "./case-record.ts";
import { changesSince } from "./digests.ts";
import { runFiles } from "./directory.ts";
import { dataFiles, lineLimits, limits, type DataFile } from "./limits.ts";
import { histogramRecordSchema, type HistogramRecord } from "./histogram-record.ts";
import { jsonLines } from "./json-lines.ts";
import { parseJson } from "./json.ts";
import { manifestSchema, type Manifest } from "./manifest.ts";
import { readPlainText } from "./plain-file.ts";
import type { Reading } from "./sample.ts";
import { exampleRun } from "./run-id.ts";
import { sampleParser } from "./sample-lines.ts";
import { summarySchema, type Summary } from "./summary.ts";
import { translationsOf, type Translation } from "./translations.ts";

/** Each has figures of its own in a report. */
const mostCases = 1000;

/** A run as it lies on disk. The streams start anew with each call, and give many lines at a time, in the order of the file. */
export interface RunReader {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Repetitions that are over, in the order in which they ran. */
  readonly cases: readonly CaseRecord[];
  samples(): AsyncIterable<readonly Reading[]>;
  warmUp(): AsyncIterable<readonly Reading[]>;
  histograms(): AsyncIterable<readonly HistogramRecord[]>;
  /** What is wrong with the files but does not stop reading: what changed since the run ended, a last line that is cut. */
  readonly warnings: readonly string[];
}

/**
 * Opens a run.
 * @throws CrossbedError `invalid_input` when there is no manifest, `malformed` with file and line for what cannot be read, but for a cut last line.
 */
export async function openRun(directory: string): Promise<RunReader> {
  const warnings: string[] = [];
  const manifestFile = join(directory, runFiles.manifest);
  const text = await readText(manifestFile);
  const translated = translationsOf(manifestFile, text);
  const manifest = parseJson(manifestFile, text, manifestSchema, translated.manifest);
  const warn = (warning: string): void => {
    if (!warnings.includes(warning)) warnings.push(warning);
  };
  const linesAs = <Line>(name: DataFile, parse: (where: string, line: string) => Line) =>
    jsonLines({ file: join(directory, name), mostLineLength: lineLimits[name] }, parse, warn);
  const lines = <Schema extends z.ZodType>(name: DataFile, schema: Schema, translate?: Translation) =>
    linesAs(name, (where, line): z.infer<Schema> => parseJson(where, line, schema, translate));

  const cases: CaseRecord[] = [];
  for await (const some of lines(runFiles.cases, caseRecordSchema, translated.caseRecord)) {
    cases.push(...some);
    if (cases.length > mostCases) throw tooMany(directory);
  }
  const isExpected = translated.hasDigests && manifest.status !== "running";
  for (const change of await changesOf(directory, isExpected, cases.length > 0)) warn(change);
  return {
    directory,
    manifest,
    cases,
    samples: () => linesAs(runFiles.samples, sampleParser()),
    warmUp: () => linesAs(runFiles.warmUp, sampleParser()),
    histograms: () => lines(runFiles.histograms, histogramRecordSchema),
    warnings,
  };
}

/** Says whether the files are as the run left them, or that nobody knows. */
async function changesOf(directory: string, isExpected: boolean, hasCases: boolean): Promise<readonly string[]> {
  const changes = await changesSince(directory);
  if (changes !== undefined) return changes;
  const unknown = `${runFiles.digests} is missing: nobody can tell whether the files are as the run wrote them`;
  const present = await Promise.all(dataFiles.map((name) => isThere(join(directory, name))));
  // Each of them is made with the first repetition that is over, though nothing may stand in it.
  const missing = dataFiles.filter((_, index) => hasCases && present[index] === false);
  return [...(isExpected ? [unknown] : []), ...missing.map((name) => `${name} is missing`)];
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

function tooMany(directory: string): CrossbedError {
  return new CrossbedError("malformed", `there are more than ${String(mostCases)} repetitions.`, {
    where: join(directory, runFiles.cases),
    hint: "Restore the file from a copy.",
  });
}

/** Reads `summary.json`. @throws CrossbedError as `openRun` does. */
export async function readSummary(directory: string): Promise<Summary> {
  const file = join(directory, runFiles.summary);
  const text = await readText(file);
  return parseJson(file, text, summarySchema, translationsOf(file, text).summary);
}

async function readText(file: string): Promise<string> {
  const text = await readPlainText(file, limits.document);
  if (text !== undefined) return text;
  throw new CrossbedError("invalid_input", "there is no such file.", {
    where: file,
    hint: `Name a run's directory, such as ${exampleRun}.`,
  });
}
