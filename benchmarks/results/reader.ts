/** Reads a run's directory, line by line where it is large, checking every line against the schema. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import {
  caseRecordSchema,
  histogramRecordSchema,
  manifestSchema,
  resultVersion,
  sampleSchema,
  summarySchema,
  type CaseRecord,
  type HistogramRecord,
  type Manifest,
  type Sample,
  type Summary,
} from "./schema.ts";

/** A run as it lies on disk. The streams start anew with each call. */
export interface RunReader {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Repetitions that are over, in the order in which they ran. */
  readonly cases: readonly CaseRecord[];
  samples(): AsyncIterable<Sample>;
  warmUp(): AsyncIterable<Sample>;
  histograms(): AsyncIterable<HistogramRecord>;
  /** What was wrong with the files but did not stop reading: a last line that a killed process left half written. */
  readonly warnings: readonly string[];
}

/**
 * Opens a run.
 * @throws CrossbedError `invalid_input` when there is no manifest, `malformed` with file and line for anything but a cut last line.
 */
export async function openRun(directory: string): Promise<RunReader> {
  const warnings: string[] = [];
  const manifest = await readManifest(directory);
  const lines = <Schema extends z.ZodType>(name: string, schema: Schema): AsyncIterable<z.infer<Schema>> =>
    jsonLines(join(directory, name), schema, (warning) => {
      if (!warnings.includes(warning)) warnings.push(warning);
    });

  const cases: CaseRecord[] = [];
  for await (const record of lines("cases.jsonl", caseRecordSchema)) cases.push(record);
  return {
    directory,
    manifest,
    cases,
    samples: () => lines("samples.jsonl", sampleSchema),
    warmUp: () => lines("warm-up.jsonl", sampleSchema),
    histograms: () => lines("histograms.jsonl", histogramRecordSchema),
    warnings,
  };
}

/** Reads `summary.json`. @throws CrossbedError as `openRun` does. */
export async function readSummary(directory: string): Promise<Summary> {
  return parseJson(join(directory, "summary.json"), await readText(join(directory, "summary.json")), summarySchema);
}

async function readManifest(directory: string): Promise<Manifest> {
  const file = join(directory, "manifest.json");
  const text = await readText(file);
  const { version } = parseJson(file, text, z.object({ version: z.number() }));
  if (version !== resultVersion) {
    throw new CrossbedError("malformed", `this run has version ${version}; version ${resultVersion} is read here.`, {
      where: file,
      hint: "Use the Crossbed version that the manifest names.",
    });
  }
  return parseJson(file, text, manifestSchema);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CrossbedError("invalid_input", "this file cannot be read.", {
      where: file,
      hint: "Name a run's directory, such as results/kvm-6core/20261123T030512Z-1a2b.",
      cause,
    });
  }
}

async function* jsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  warn: (warning: string) => void,
): AsyncGenerator<z.infer<Schema>> {
  let number = 0;
  let cut: { readonly error: unknown; readonly line: number } | undefined;
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (cut !== undefined) throw cut.error;
      if (line === "") continue;
      try {
        yield parseJson(`${file}: line ${number}`, line, schema);
      } catch (error) {
        if (!(error instanceof CrossbedError) || !(error.cause instanceof SyntaxError)) throw error;
        cut = { error, line: number };
      }
    }
  } catch (error) {
    // No repetition was over when the run ended: there is nothing to read, which is not an error.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  } finally {
    input.destroy();
  }
  if (cut !== undefined) warn(`${file}: line ${cut.line}: cut off, left out`);
}

function parseJson<Schema extends z.ZodType>(where: string, text: string, schema: Schema): z.infer<Schema> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new CrossbedError("malformed", "this is not JSON.", { where, hint: "Restore the file from a copy.", cause });
  }
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new CrossbedError("malformed", `${problems}.`, {
    where,
    hint: "The file was changed, or another version wrote it.",
    cause: result.error,
  });
}
