/** Holds a crate's files against what its metadata says of them. */
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { CrossbedError, invalidInput, messageOf, type Problem } from "../../../base/errors.ts";
import { sha256Schema } from "../../../base/sha256-spec.ts";
import { innerPath } from "../../results/digests.ts";
import { limits } from "../../results/limits.ts";
import { parseJson } from "../../results/json.ts";
import { digestOf, readPlainText } from "../../results/plain-file.ts";
import { metadataName } from "./metadata.ts";

const fileSchema = z.object({
  "@id": z.string(),
  "@type": z.literal("File"),
  contentSize: z.string().regex(/^\d{1,15}$/),
  sha256: sha256Schema,
});
const metadataSchema = z.object({
  "@graph": z.array(z.union([fileSchema, z.looseObject({ "@type": z.unknown() })])),
});

/** Whether the directory is a crate, as far as its metadata's file tells. */
export async function isCrate(directory: string): Promise<boolean> {
  return (await readPlainText(join(directory, metadataName), limits.document).catch(() => undefined)) !== undefined;
}

/**
 * Checks that every file is as the crate's metadata says, and that there is no other; gives how many there are.
 * @throws CrossbedError `malformed` for metadata that cannot be read; `invalid_input` with every file that is missing, changed or added.
 */
export async function checkCrate(directory: string): Promise<number> {
  const file = join(directory, metadataName);
  const text = await readPlainText(file, limits.document);
  const graph = text === undefined ? [] : parseJson(file, text, metadataSchema)["@graph"];
  const described = graph.flatMap((entity) => fileSchema.safeParse(entity).data ?? []);
  if (described.length === 0) {
    throw new CrossbedError("malformed", "it describes no file with its size and SHA-256.", {
      where: file,
      hint: "Only a crate of `crossbed export --format ro-crate` can be checked.",
    });
  }
  const problems: Problem[] = [];
  const known = new Set([metadataName, "ro-crate-preview.html"]);
  for (const { "@id": id, contentSize, sha256 } of described) {
    const path = innerPath.safeParse(decoded(id)).data;
    if (path === undefined) {
      problems.push({ path: id, message: "is no path in the crate." });
      continue;
    }
    known.add(path);
    const change = await changeOf(join(directory, path), Number(contentSize), sha256);
    if (change !== undefined) problems.push({ path, message: change });
  }
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = relative(directory, join(entry.parentPath, entry.name));
    if (!entry.isDirectory() && !known.has(path)) problems.push({ path, message: "is not in the crate's metadata." });
  }
  if (problems.length > 0) throw invalidInput(directory, problems);
  return described.length;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return "";
  }
}

async function changeOf(file: string, bytes: number, sha256: string): Promise<string | undefined> {
  try {
    const found = await digestOf(file, limits.file);
    if (found === undefined) return "is missing.";
    if (found.bytes !== bytes) return `has ${String(found.bytes)} bytes; the metadata says ${String(bytes)}.`;
    return found.sha256 === sha256 ? undefined : "has other bytes than the metadata says, as its SHA-256 shows.";
  } catch (error) {
    return `cannot be checked: ${messageOf(error)}`;
  }
}
