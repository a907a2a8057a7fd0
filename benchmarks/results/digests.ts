/**
 * `digests.json`: size, lines and SHA-256 of each file of a run, `raw/` included, written when the run ends. It leaves out the files
 * that are made from those (`summary.json`, `report.html`).
 */
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { messageOf } from "../../base/errors.ts";
import { sha256Schema } from "../../base/sha256-spec.ts";
import { count, runFiles } from "./directory.ts";
import { dataFiles, limits } from "./limits.ts";
import { parseJson } from "./json.ts";
import { codeOf, digestOf, readPlainText, type FileDigest } from "./plain-file.ts";
import { writeWhole } from "./write-whole.ts";

/** A path below the run's directory that cannot lead out of it. */
export const innerPath = z
  .string()
  .regex(/^[^/\0]+(\/[^/\0]+)*$/)
  .refine((path) => !path.split("/").includes(".."), "must not lead out of the directory");

const digestsSchema = z.object({
  files: z.record(
    innerPath,
    z.object({
      bytes: count,
      lines: count,
      sha256: sha256Schema,
    }) satisfies z.ZodType<FileDigest>,
  ),
});

/** Writes `digests.json` for what is there. */
export async function writeDigests(directory: string): Promise<void> {
  const raw = await rawFiles(join(directory, runFiles.raw));
  const names = [runFiles.manifest, ...dataFiles, ...raw.map((file) => relative(directory, file))];
  const files: Record<string, FileDigest> = {};
  for (const name of names.toSorted()) {
    const digest = await digestOf(join(directory, name), limits.file);
    if (digest !== undefined) files[name] = digest;
  }
  await writeWhole(join(directory, runFiles.digests), `${JSON.stringify({ files }, null, 2)}\n`);
}

/** None where the run's directory was removed while the run went on. */
async function rawFiles(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/**
 * What differs from the files as the run left them, one sentence each; undefined where nobody can tell, for want of digests.
 * @throws CrossbedError `malformed` when the digests themselves cannot be read.
 */
export async function changesSince(directory: string): Promise<readonly string[] | undefined> {
  const file = join(directory, runFiles.digests);
  const text = await readPlainText(file, limits.document);
  if (text === undefined) return undefined;
  const { files } = parseJson(file, text, digestsSchema);
  const changes: string[] = [];
  for (const [name, written] of Object.entries(files)) {
    const change = await changeOf(join(directory, name), name, written);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

async function changeOf(file: string, name: string, written: FileDigest): Promise<string | undefined> {
  let found: FileDigest | undefined;
  try {
    found = await digestOf(file, limits.file);
  } catch (error) {
    return `${name} cannot be compared with what the run wrote: ${messageOf(error)}`;
  }
  if (found === undefined) return `${name} is missing; the run wrote ${String(written.lines)} lines`;
  if (found.sha256 === written.sha256) return undefined;
  const lines =
    found.lines === written.lines
      ? "it has as many lines, and other bytes"
      : `it has ${String(found.lines)} lines, and the run wrote ${String(written.lines)}`;
  return `${name} is not as the run wrote it: ${lines}`;
}
