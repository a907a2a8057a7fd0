/** Packs runs into an RO-Crate: a directory that another machine can check and report. */
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { CrossbedError } from "../../../base/errors.ts";
import { runFiles } from "../../results/directory.ts";
import { limits } from "../../results/limits.ts";
import { digestOf } from "../../results/plain-file.ts";
import { openRun } from "../../results/reader.ts";
import { journalName } from "../../results/study-journal.ts";
import { studiesFolder } from "../../results/study-runs.ts";
import { intoNewDirectory } from "../new-directory.ts";
import { cratePage, metadataName, renderMetadata, type CrateFile, type CrateRun } from "./metadata.ts";

export interface CrateOrder {
  /** Directories of the runs. */
  readonly runs: readonly string[];
  /** Directory of the study whose journal names them; undefined where no study is meant. */
  readonly study: string | undefined;
  /** The report's page, which whoever gets the crate can have rendered again. */
  readonly page: string;
  /** SPDX identifier. */
  readonly license: string;
  readonly publishedAtMs: number;
}

/** Made from a run's other files, and made again wherever they are. */
const derived = new Set<string>([runFiles.summary, runFiles.report]);

/**
 * Writes the crate to `target`, which must be new or empty; gives how many files it has.
 * @throws CrossbedError `invalid_input` where something lies there, for two runs of one stack and name, or for more files than a
 *   crate's metadata may describe; as `openRun` does.
 */
export async function writeCrate(target: string, order: CrateOrder): Promise<number> {
  return await intoNewDirectory(target, async (aside) => {
    const runs: CrateRun[] = [];
    for (const directory of order.runs.map((run) => resolve(run))) {
      const path = `${basename(dirname(directory))}/${basename(directory)}`;
      if (runs.some((run) => run.path === path)) {
        throw new CrossbedError("invalid_input", "another run of the same stack and name is packed already.", {
          where: directory,
          hint: "Name each run once.",
        });
      }
      runs.push({ path, manifest: (await openRun(directory)).manifest });
      for (const name of await regularFiles(directory)) await copyInto(aside, `${path}/${name}`, join(directory, name));
    }
    if (order.study !== undefined) {
      const study = resolve(order.study);
      const path = `${studiesFolder}/${basename(dirname(study))}/${basename(study)}/${journalName}`;
      await copyInto(aside, path, join(study, journalName));
    }
    await writeFile(join(aside, cratePage), order.page);
    const files = await digested(aside);
    const title = order.study === undefined ? "Runs" : `Study ${basename(dirname(resolve(order.study)))}`;
    const { license, publishedAtMs } = order;
    const metadata = renderMetadata({ title, license, publishedAtMs, runs, files });
    if (Buffer.byteLength(metadata) > limits.document) {
      throw new CrossbedError("invalid_input", `a crate of ${String(files.length)} files could not be checked again.`, {
        where: resolve(target),
        hint: "Pack fewer runs into one crate, such as those of one study.",
      });
    }
    await writeFile(join(aside, metadataName), metadata);
    return files.length;
  });
}

/** Regular files below a directory, without those that are made from the others; links are not followed. */
async function regularFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((name) => !derived.has(name))
    .toSorted();
}

async function copyInto(crate: string, path: string, source: string): Promise<void> {
  const target = join(crate, path);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

/** Every file of the crate, as it was written. */
async function digested(crate: string): Promise<CrateFile[]> {
  const files: CrateFile[] = [];
  for (const path of await regularFiles(crate)) await add(path);
  await add(cratePage);
  return files;

  async function add(path: string): Promise<void> {
    const digest = await digestOf(join(crate, path), limits.file);
    if (digest !== undefined) files.push({ path, bytes: digest.bytes, sha256: digest.sha256 });
  }
}
