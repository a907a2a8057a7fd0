/** Needs root and loop devices, as every machine has that runs the lab. */
import { execa } from "execa";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

const env = { PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin` };
const run = async (program: string, ...words: string[]): Promise<string> =>
  (await execa(program, words, { env })).stdout.trim();
const digest = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

/** A loop device that may be written, whatever was done with it before. */
async function attach(file: string): Promise<string> {
  const attached = await run("losetup", "--find", "--show", file);
  await run("blockdev", "--setrw", attached);
  return attached;
}

let directory: string;
let mountPoint: string;
let image: string;
let device: string;

/** An ext4 with the image on it, copied while it was mounted: its journal waits to be replayed. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-backup-"));
  mountPoint = join(directory, "mount");
  image = join(directory, "image");
  const live = join(directory, "live");
  await run("truncate", "-s", "16M", live);
  await run("mke2fs", "-q", "-t", "ext4", live);
  mkdirSync(mountPoint);
  const writable = await attach(live);
  await run("mount", writable, mountPoint);
  try {
    writeFileSync(join(mountPoint, "guest.raw"), "an image");
    await run("sync", "-f", mountPoint);
    copyFileSync(live, image);
  } finally {
    await run("umount", mountPoint);
    await run("losetup", "--detach", writable);
  }
  rmSync(mountPoint, { recursive: true });
  device = await attach(image);
});
afterEach(async () => {
  await execa("umount", [mountPoint], { env, reject: false });
  await run("losetup", "--detach", device);
  rmSync(directory, { recursive: true, force: true });
});

const mount = async (name: string): ReturnType<typeof runScript> =>
  await runScript("components/shared-storage/scripts/mount-backup.sh", {
    DEVICE: name,
    MOUNT: mountPoint,
    FILE: "guest.raw",
    SHA256: "a".repeat(64),
  });
const unmount = async (): ReturnType<typeof runScript> =>
  await runScript("components/shared-storage/scripts/unmount-backup.sh", { MOUNT: mountPoint });

describe("mount-backup.sh", () => {
  it("changes no byte of a LUN whose journal waits to be replayed, and lets nobody else write meanwhile", async () => {
    expect(await run("blkid", "-p", "-o", "value", "-s", "TYPE", device)).toBe("ext4");
    expect(await run("dumpe2fs", "-h", image)).toContain("needs_recovery");
    const before = digest(image);
    expect(await mount(device)).toMatchObject({ status: 0, stderr: "" });
    expect(await run("blockdev", "--getro", device)).toBe("1");
    expect(await unmount()).toMatchObject({ status: 0, stderr: "" });
    expect(await run("blockdev", "--getro", device)).toBe("0");
    await run("sync");
    expect(digest(image)).toBe(before);
    expect((await unmount()).status).toBe(0);
  });

  it.each([
    [
      "multipath map",
      "dm-uuid-mpath-360060e80101234560001234500000001",
      "dm-uuid-part1-mpath-360060e80101234560001234500000001",
    ],
    ["LUN of one path", "wwn-0x60060e80101234560001234500000001", "wwn-0x60060e80101234560001234500000001-part1"],
  ])(
    "finds the first partition of a %s, and is content with it the second time, by whatever name",
    async (_, lun, partition) => {
      symlinkSync("/dev/loop-control", join(directory, lun));
      symlinkSync(device, join(directory, partition));
      for (const time of [1, 2])
        expect([time, await mount(join(directory, lun))]).toMatchObject([time, { status: 0, stderr: "" }]);
      expect((await mount(device)).status).toBe(0);
    },
  );

  it("refuses a mount point that another device has, and a LUN without a file system", async () => {
    const other = join(directory, "other");
    await run("truncate", "-s", "1M", other);
    const blank = await attach(other);
    try {
      const refused = await mount(blank);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain(`The backup LUN ${blank} (on host1) has no file system that host1 knows.`);
      await mount(device);
      expect(await mount(blank)).toMatchObject({
        status: 1,
        stderr: `${device} is mounted at ${mountPoint} on host1, where the backup LUN ${blank} belongs. Run there: umount ${mountPoint}`,
      });
    } finally {
      await run("losetup", "--detach", blank);
    }
  });
});
