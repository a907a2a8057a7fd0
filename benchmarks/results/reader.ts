/** Reads a run's directory, line by line where it is large, checking every line against the schema. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import { caseRecordSchema, type CaseRecord } from "./case-record.ts";
import { resultVersion } from "./directory.ts";
import { histogramRecordSchema, type HistogramRecord } from "./histogram-record.ts";
import { manifestSchema, type Manifest } from "./manifest.ts";
import { sampleSchema, type Sample } from "./sample.ts";
import { summarySchema, type Summary } from "./summary.ts";
import { version1 } from "./version-1.ts";

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
  const manifestFile = join(directory, "manifest.json");
  const text = await readText(manifestFile);
  const translated = translationsOf(manifestFile, text);
  const manifest = parseJson(manifestFile, text, manifestSchema, translated.manifest);
  const lines = <Schema extends z.ZodType>(name: string, schema: Schema, translate = same) =>
    jsonLines(
      join(directory, name),
      (where, line): z.infer<Schema> => parseJson(where, line, schema, translate),
      (warning) => {
        if (!warnings.includes(warning)) warnings.push(warning);
      },
    );

  const cases: CaseRecord[] = [];
  for await (const record of lines("cases.jsonl", caseRecordSchema, translated.caseRecord)) cases.push(record);
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
  const file = join(directory, "summary.json");
  const text = await readText(file);
  return parseJson(file, text, summarySchema, translationsOf(file, text).summary);
}

/** As the version of this code names things. */
type Translation = (document: unknown) => unknown;
interface Translations {
  readonly manifest: Translation;
  readonly caseRecord: Translation;
  readonly summary: Translation;
}

const same: Translation = (document) => document;
const translations: Readonly<Record<number, Translations>> = {
  1: version1,
  [resultVersion]: { manifest: same, caseRecord: same, summary: same },
};

/** @throws CrossbedError `malformed` for a version that is not read here. */
function translationsOf(file: string, text: string): Translations {
  const { version } = parseJson(file, text, z.object({ version: z.number() }));
  const found = translations[version];
  if (found !== undefined) return found;
  const message = `this run has version ${version}; versions 1 to ${resultVersion} are read here.`;
  throw new CrossbedError("malformed", message, {
    where: file,
    hint: "Use the Crossbed version that the manifest names.",
  });
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

async function* jsonLines<Line>(
  file: string,
  parse: (where: string, text: string) => Line,
  warn: (warning: string) => void,
): AsyncGenerator<Line> {
  let number = 0;
  let cut: { readonly error: unknown; readonly line: number } | undefined;
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (cut !== undefined) throw cut.error;
      if (line === "") continue;
      try {
        yield parse(`${file}: line ${number}`, line);
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

function parseJson<Schema extends z.ZodType>(
  where: string,
  text: string,
  schema: Schema,
  translate: Translation = same,
): z.infer<Schema> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new CrossbedError("malformed", "this is not JSON.", { where, hint: "Restore the file from a copy.", cause });
  }
  const result = schema.safeParse(translate(document));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new CrossbedError("malformed", `${problems}.`, {
    where,
    hint: "The file was changed, or another version wrote it.",
    cause: result.error,
  });
}
