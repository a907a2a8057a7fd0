import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

const image = Buffer.concat([Buffer.from("a guest"), Buffer.alloc(100_000), Buffer.from("its end")]);
const sha256 = createHash("sha256").update(image).digest("hex");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-images-"));
  mkdirSync(join(directory, "backup"));
  writeFileSync(join(directory, "backup/guest.raw"), image);
  writeFileSync(join(directory, "backup/vmlinuz"), "kernel");
  writeFileSync(join(directory, "backup/initrd.img"), "initrd");
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const copy = async (changes: Readonly<Record<string, string>> = {}): ReturnType<typeof runScript> =>
  await runScript("components/guest/scripts/images.sh", {
    SOURCE: join(directory, "backup"),
    TARGET: join(directory, "images/one"),
    FILE: "guest.raw",
    SHA256: sha256,
    KERNEL: "vmlinuz",
    INITRD: "initrd.img",
    VERIFY: "digest",
    ...changes,
  });

describe("images.sh", () => {
  it("copies the image with its kernel, and leaves a finished copy alone", async () => {
    expect(await copy()).toMatchObject({ status: 0, stdout: String(image.length) });
    expect(readFileSync(join(directory, "images/one/disk.raw")).equals(image)).toBe(true);
    expect(readFileSync(join(directory, "images/one/vmlinuz"), "utf8")).toBe("kernel");
    rmSync(join(directory, "backup"), { recursive: true });
    expect(await copy()).toMatchObject({ status: 0, stdout: String(image.length) });
  });

  it("begins again where an interrupted copy lies", async () => {
    mkdirSync(join(directory, "images/one.part"), { recursive: true });
    writeFileSync(join(directory, "images/one.part/disk.raw"), "half");
    expect((await copy()).status).toBe(0);
    expect(existsSync(join(directory, "images/one.part"))).toBe(false);
  });

  it("refuses an image with another digest, and leaves nothing of it", async () => {
    const wrong = "0".repeat(64);
    const { status, stderr } = await copy({ SHA256: wrong });
    expect(status).toBe(1);
    expect(stderr).toBe(
      `The guest image ${join(directory, "backup/guest.raw")} on host1 has SHA-256 ${sha256}, but the inventory says ${wrong}. Put the right image on the backup LUN.`,
    );
    expect(existsSync(join(directory, "images/one"))).toBe(false);
    expect(existsSync(join(directory, "images/one.part"))).toBe(false);
  });

  it("takes the recorded digest where computing it would cost a minute, and the image's own where none is recorded", async () => {
    const wrong = "0".repeat(64);
    writeFileSync(join(directory, "backup/guest.raw.sha256"), `${wrong}  guest.raw\n`);
    expect((await copy({ SHA256: wrong, VERIFY: "copy" })).status).toBe(0);
    rmSync(join(directory, "backup/guest.raw.sha256"));
    expect((await copy({ SHA256: wrong, VERIFY: "copy", TARGET: join(directory, "images/two") })).status).toBe(1);
  });
});
