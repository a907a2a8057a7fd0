/** A disk of this machine that is soon full: a small file system in memory, never a real one. */
import { mkdir, rmdir } from "node:fs/promises";
import { execa } from "execa";
import type { Harms } from "./harms.ts";

export async function mountSmall({ mountPoint }: Harms["disk"]): Promise<void> {
  await mkdir(mountPoint, { recursive: true });
  await execa("mount", ["-t", "tmpfs", "-o", "size=16m,mode=0700", "crossbed-faults", mountPoint]);
}

export async function unmountSmall({ mountPoint }: Harms["disk"]): Promise<void> {
  const { exitCode } = await execa("mountpoint", ["-q", mountPoint], { reject: false });
  if (exitCode === 0) await execa("umount", [mountPoint]);
  await rmdir(mountPoint).catch(() => undefined);
}

/** Takes all of its room. */
export async function fillSmall(mountPoint: string): Promise<void> {
  await execa("dd", ["if=/dev/zero", `of=${mountPoint}/full`, "bs=4096"], { reject: false, stderr: "ignore" });
}
