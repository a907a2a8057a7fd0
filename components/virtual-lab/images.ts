/** The golden images: where they are built, and the digest of everything that goes into one. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type ImageKind = "host" | "guest";

/** Debian's code name. A newer one is another digest, and so another image. */
export const debianRelease = "trixie";

export const imagesDirectory = fileURLToPath(new URL("images", import.meta.url));

/**
 * SHA-256 over the release and every file that builds an image of this kind (path, whether it is executable, contents). The
 * state of Debian's archive is not part of it: an image once built stays until one of these inputs changes or the cache goes.
 */
export function imageDigest(kind: ImageKind): string {
  const hash = createHash("sha256").update(`${debianRelease}\n`);
  for (const file of filesOf(kind)) {
    const path = join(imagesDirectory, file);
    const isExecutable = (statSync(path).mode & 0o100) !== 0;
    hash
      .update(`${file}\0${isExecutable ? "x" : "-"}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesOf(kind: ImageKind): string[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(join(imagesDirectory, folder)).map((name) => `${folder}/${name}`);
  return ["build.sh", ...inFolder("common"), ...inFolder(kind)].toSorted();
}
