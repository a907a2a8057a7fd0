/** The golden images: where they are built, what goes into one, and its digest. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockWaitSec } from "../../base/lock-wait.ts";
import { controlDomainMiB } from "../../platforms/index.ts";
import { imageSizesMiB } from "./sizes.ts";

export type ImageKind = "host" | "guest";

/** Debian's code name. A newer one is another digest, and so another image. */
const debianRelease = "trixie";

/** Files on the backup LUN, and how a guest's kernel finds its root: by label, because drivers name the disk differently. */
export const guestFiles = {
  file: "guest.raw",
  kernel: "vmlinuz",
  initrd: "initrd.img",
  commandLine: "root=LABEL=guest ro net.ifnames=0 mitigations=off audit=0 quiet console=ttyS0",
} as const;

/** Values by which `images/build.sh` builds an image of a kind: DISK_MIB is the disk's own size, DOM0_MIB the memory of Xen's dom0. */
export function imageValues(kind: ImageKind) {
  return {
    RELEASE: debianRelease,
    DISK_MIB: String(imageSizesMiB[kind]),
    BACKUP_MIB: String(imageSizesMiB.backup),
    DOM0_MIB: String(controlDomainMiB),
  };
}

export const imagesDirectory = fileURLToPath(new URL("images", import.meta.url));

/** All that `images/build.sh` needs to know: what to build, and the cache that gets it. */
export function buildValues(kind: ImageKind, cache: string) {
  return {
    IMAGES: imagesDirectory,
    KIND: kind,
    DIGEST: imageDigest(kind),
    ...imageValues(kind),
    CACHE: cache,
    LOCK_WAIT_SEC: String(lockWaitSec),
  };
}

/**
 * SHA-256 over the values and every file that build an image of this kind (path, whether it is executable, contents). The
 * state of Debian's archive is not part of it: an image once built stays until one of these inputs changes or the cache goes.
 * The image says that state itself (`/etc/crossbed-archive`), and with it the conditions in every run's manifest.
 */
export function imageDigest(kind: ImageKind): string {
  const hash = createHash("sha256").update(JSON.stringify(imageValues(kind)));
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
