/** Makes a run of results out of a description and its recordings: whole, or not at all. */
import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { withDirectoryAside } from "../../base/directory-aside.ts";
import { CrossbedError, invalidInput, type Problem } from "../../base/errors.ts";
import { readYamlFile } from "../../base/yaml-file.ts";
import { readRecording } from "../collect/recording-file.ts";
import { runFiles } from "../results/directory.ts";
import { RunWriter, type RunConditions } from "../results/writer.ts";
import { CaseReader, type ImportedCase } from "./case.ts";
import { localClock } from "./clock.ts";
import { parseDescription } from "./description.ts";
import { stackOf, type Description } from "./spec.ts";

export interface ImportOptions {
  /** Crossbed's own version, which read the recordings. */
  readonly crossbed: string;
  /** Makes what a run has beside its data, in the directory where it is still out of sight. */
  readonly complete: (directory: string) => Promise<unknown>;
}

/** A description with all that it names, read. */
interface Import {
  readonly description: Description;
  readonly cases: readonly ImportedCase[];
  /** By name as described; the description itself first. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Imports what the file describes, and returns the run's directory below `results`.
 * @throws CrossbedError `invalid_input` with every problem of the description and its recordings, before anything is written; or where
 * the same was imported before.
 */
export async function importRun(file: string, results: string, { crossbed, complete }: ImportOptions): Promise<string> {
  const read = readImport(file);
  const conditions = conditionsOf(read, crossbed);
  await mkdir(results, { recursive: true });
  return await withDirectoryAside(join(results, ".import-"), async (aside) => {
    const writer = await RunWriter.create(aside, conditions, suffixOf(read.files));
    for (const { result, recordings } of read.cases) {
      for (const { name, file: recording } of recordings) {
        const kept = await writer.rawFile(result.case, result.repetition, name);
        await writeFile(kept, read.files.get(recording) ?? Buffer.of());
      }
      await writer.appendCase(result);
    }
    const [[, described = Buffer.of()] = []] = read.files;
    await writeFile(join(writer.directory, runFiles.raw, "description.yaml"), described);
    const endedAtMs = Math.max(...read.cases.map(({ result }) => result.endedAtMs));
    await writer.finish({ status: "complete", endedAtMs, warnings: [] });
    await complete(writer.directory);
    return await intoPlace(writer.directory, join(results, conditions.stack, writer.run));
  });
}

function readImport(file: string): Import {
  const data = readYamlFile(file);
  const description = parseDescription(file, data);
  const files = new Map([[basename(file), readRecording(file).bytes]]);
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const read = (name: string): string => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const { bytes, text } = readRecording(resolve(dirname(file), name));
    files.set(name, bytes);
    texts.set(name, text);
    return text;
  };
  const reader = new CaseReader(description, localClock(description.timezone), read, problems);
  const cases = description.cases.flatMap((each, index) => reader.readCase(each, `cases[${String(index)}]`) ?? []);
  if (problems.length > 0) throw invalidInput(file, problems);
  return {
    description,
    cases: cases.toSorted((left, right) => left.result.startedAtMs - right.result.startedAtMs),
    files,
  };
}

/** What is not described is absent. */
function conditionsOf({ description, cases, files }: Import, crossbed: string): RunConditions {
  const { platform, layout, rack, scale, arrival, workload, versions, hosts, guests } = description;
  return {
    stack: stackOf(description),
    platform,
    layout,
    inventory: rack,
    emulated: description.hardware === "emulated",
    imported: {
      describedBy: description.describedBy,
      source: description.source,
      files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: digestOf(bytes) })),
    },
    scale,
    spec: { platform, layout, workload, ...(arrival === undefined ? {} : { benchmarks: { arrival } }) },
    workload,
    versions: { ...versions, crossbed },
    hosts: hosts.map(({ name, pcpus, memoryMiB, facts }) => ({
      name,
      facts,
      ...(pcpus === undefined ? {} : { pcpus }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
    })),
    simulators: [],
    guests,
    plannedCases: cases.map(({ result }) => {
      const { case: name, repetition, nominalReqPerSec, offeredReqPerSec } = result;
      return { case: name, repetition, nominalReqPerSec, offeredReqPerSec };
    }),
    startedAtMs: Math.min(...cases.map(({ result }) => result.startedAtMs)),
    warnings: [],
  };
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The same files give the same run, and no run is overwritten: nothing counts twice. */
function suffixOf(files: ReadonlyMap<string, Buffer>): string {
  const digests = [...files].map(([name, bytes]) => `${digestOf(bytes)}  ${name}\n`);
  return digestOf(Buffer.from(digests.join(""))).slice(0, 8);
}

async function intoPlace(directory: string, place: string): Promise<string> {
  await mkdir(dirname(place), { recursive: true });
  try {
    await rename(directory, place);
  } catch (cause) {
    if (!["ENOTEMPTY", "EEXIST"].includes(String((cause as NodeJS.ErrnoException).code))) throw cause;
    throw new CrossbedError("invalid_input", "these recordings were imported before; the run there is as it was.", {
      where: place,
      hint: "Use it, or remove it first.",
      cause,
    });
  }
  return place;
}
