/** The workload's files as one archive, as the machines get it. */
import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";

export interface WorkloadArchive {
  /** A gzipped tar on the machine that runs Pulumi. */
  readonly file: string;
  readonly sha256: string;
}

/** Builds the archive in `directory` from what `writeFiles` writes; equal sources give the same bytes, so an unchanged workload changes no resource. */
export async function workloadArchive(
  writeFiles: (directory: string) => Promise<void>,
  directory: string,
): Promise<WorkloadArchive> {
  const scratch = await mkdtemp(join(directory, "workload-"));
  try {
    const files = join(scratch, "files");
    await writeFiles(files);
    const built = join(scratch, "workload.tar.gz");
    const fixed = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"];
    await execa("tar", [...fixed, "-I", "gzip -n", "-cf", built, "-C", files, "."]);
    const sha256 = await digestOf(built);
    const file = join(directory, `workload-${sha256}.tar.gz`);
    if ((await stat(file).catch(() => undefined)) === undefined) await rename(built, file);
    return { file, sha256 };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
