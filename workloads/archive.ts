/** Packs the workload's files into the archive that machines get, and packs it again when something that decides it has changed. */
import { mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

export interface WorkloadArchive {
  /** A gzipped tar on the machine that runs Pulumi. */
  readonly file: string;
  readonly sha256: string;
}

/** The workload's own function: it makes the directory, writes its files into it, and returns the files that decide them. */
export type WriteFiles = (directory: string) => Promise<readonly string[]>;

/**
 * Makes the archive of what `writeFiles` writes, in `directory`. Equal sources give the same bytes, so an unchanged workload changes no
 * resource. If the `settings` and the deciding files are as they were, it does not even build the workload.
 */
export async function workloadArchive(
  writeFiles: WriteFiles,
  directory: string,
  settings: unknown,
): Promise<WorkloadArchive> {
  const name = createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
  const recordFile = join(directory, `workload-${name}.made`);
  const known = await recorded(recordFile, directory);
  if (known !== undefined) return known;
  const startedMs = Date.now();
  const scratch = await mkdtemp(join(directory, "workload-"));
  try {
    const files = join(scratch, "files");
    const deciding = [fileURLToPath(import.meta.url), ...(await writeFiles(files))];
    const archive = await packed(files, scratch, directory);
    const stamps = await stampsOf(deciding, startedMs);
    if (stamps !== undefined) {
      await writeFile(join(scratch, "record"), [archive.sha256, ...stamps, end].join("\n"));
      await rename(join(scratch, "record"), recordFile);
    }
    return archive;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const archiveFile = (sha256: string, directory: string): string => join(directory, `workload-${sha256}.tar.gz`);

/** Last line of a whole record. The first is the archive's digest; each between is a stamp, a space and the path of a file that decides it. */
const end = "end";

/** The archive built before, if every file that decides it is as it was then. */
async function recorded(recordFile: string, directory: string): Promise<WorkloadArchive | undefined> {
  const [sha256 = "", ...lines] = (await readFile(recordFile, "utf8").catch(() => "")).split("\n");
  if (lines.pop() !== end) return undefined;
  const same = await Promise.all(
    lines.map(async (line) => {
      const [stamp] = line.split(" ", 1);
      return (await stampOf(line.slice(line.indexOf(" ") + 1)))?.text === stamp;
    }),
  );
  const file = archiveFile(sha256, directory);
  return same.every(Boolean) && (await stampOf(file)) !== undefined ? { file, sha256 } : undefined;
}

/** Two contents of a file differ in one of these, because nobody can set ctime back. */
async function stampOf(path: string): Promise<{ readonly text: string; readonly changedMs: number } | undefined> {
  const seen = await stat(path).catch(() => undefined);
  if (seen === undefined) return undefined;
  const { ino, size, mtimeMs, ctimeMs } = seen;
  return { text: [ino, size, mtimeMs, ctimeMs].join(","), changedMs: ctimeMs };
}

/** Undefined where a file has changed since, or has no stamp: then nobody knows which content was read. */
async function stampsOf(paths: readonly string[], sinceMs: number): Promise<string[] | undefined> {
  // A file system's clock may lag by a tick of the kernel's.
  const tickMs = 10;
  const stamps = await Promise.all(paths.map(async (path) => ({ path, stamp: await stampOf(path) })));
  const known = stamps.flatMap(({ path, stamp }) =>
    stamp === undefined || stamp.changedMs >= sinceMs - tickMs ? [] : [`${stamp.text} ${path}`],
  );
  return known.length === paths.length ? known : undefined;
}

async function packed(files: string, scratch: string, directory: string): Promise<WorkloadArchive> {
  const built = join(scratch, "workload.tar.gz");
  const fixed = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"];
  await execa("tar", [...fixed, "-I", "gzip -n", "-cf", built, "-C", files, "."]);
  const sha256 = await digestOf(built);
  const file = archiveFile(sha256, directory);
  if ((await stat(file).catch(() => undefined)) === undefined) await rename(built, file);
  return { file, sha256 };
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
