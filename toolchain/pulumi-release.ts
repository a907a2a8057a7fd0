/** Pulumi's command line from its releases: nothing of an archive is unpacked, let alone run, unless it has the pinned checksum. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { lastLines } from "./packages.ts";
import { pulumiRelease } from "./versions.ts";

const downloadWithinMs = 600_000;

/** The release's archive for a processor, in Node.js' name of it, and its SHA-256. Throws `unreachable` for one without a pinned checksum. */
export function releaseArchive(processor: string): { readonly url: string; readonly sha256: string } {
  const { version, sums } = pulumiRelease;
  const url = `https://github.com/pulumi/pulumi/releases/download/v${version}/pulumi-v${version}-linux-${processor}.tar.gz`;
  const sha256 = sums[processor];
  if (sha256 !== undefined) return { url, sha256 };
  throw new CrossbedError(
    "unreachable",
    `Pulumi's release for ${processor} has no checksum in toolchain/versions.ts.`,
    {
      where: url,
    },
  );
}

/** Downloads the release and puts its programs into the directory `target`, which appears whole or not at all. */
export async function installRelease(target: string): Promise<void> {
  const { url, sha256 } = releaseArchive(process.arch);
  await mkdir(dirname(target), { recursive: true });
  const part = await mkdtemp(`${target}.part-`);
  try {
    const archive = join(part, "archive.tar.gz");
    await download(url, archive);
    await unpackRelease({ archive, url, sha256 }, target);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function download(url: string, file: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(downloadWithinMs) }).catch(() => undefined);
  if (response?.ok !== true || response.body === null)
    throw new CrossbedError("unreachable", "Pulumi's release cannot be downloaded.", { where: url });
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
}

/** Unpacks an archive that has its SHA-256 beside itself and moves its programs to `target`. Throws `command_failed` for any other. */
export async function unpackRelease(
  { archive, url, sha256 }: { readonly archive: string; readonly url: string; readonly sha256: string },
  target: string,
): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest("hex");
  if (found !== sha256) {
    throw new CrossbedError(
      "command_failed",
      `Pulumi's release has SHA-256 ${found}, not ${sha256}: nothing of it was run.`,
      {
        where: url,
        hint: "Try again; if it stays so, somebody between changes it: npx crossbed setup --source modules",
      },
    );
  }
  const unpacked = `${archive}.unpacked`;
  await mkdir(unpacked);
  const result = await execa("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"], {
    all: true,
    reject: false,
  });
  if (result.exitCode !== 0)
    throw new CrossbedError("command_failed", `tar cannot unpack Pulumi's release.\n${lastLines(result.all)}`);
  await rm(target, { recursive: true, force: true });
  await rename(unpacked, target);
}
