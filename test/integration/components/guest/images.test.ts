import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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

const script = readFileSync(new URL("../../../../components/guest/scripts/images.sh", import.meta.url), "utf8");

/** `bin/qemu-img`, where the test wrote one, stands in for the program. */
const copy = async (changes: Readonly<Record<string, string>> = {}): ReturnType<typeof runScript> => {
  const text = `HOST_GUESTS=${join(directory, "records")}\n${script}`;
  const values = {
    SOURCE: join(directory, "backup"),
    TARGET: join(directory, "images/one"),
    FILE: "guest.raw",
    SHA256: sha256,
    KERNEL: "vmlinuz",
    INITRD: "initrd.img",
    VERIFY: "digest",
    ...changes,
  };
  return await runScript({ text }, values, join(directory, "bin"));
};

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

  describe("of earlier images", () => {
    const [backed, recorded, unnamed, cut] = ["1".repeat(16), "2".repeat(16), "3".repeat(16), `${"4".repeat(16)}.part`];
    const left = () => readdirSync(join(directory, "images")).toSorted();
    beforeEach(() => {
      const folders = [backed, recorded, unnamed, cut, "of-mine"].map((name) => `images/${name}`);
      for (const folder of [...folders, "guests/host2", "records", "bin"])
        mkdirSync(join(directory, folder), { recursive: true });
      writeFileSync(
        join(directory, "guests/host2/cb-a2.qcow2"),
        `backing file: /crossbed/kvm/images/${backed}/disk.raw`,
      );
      writeFileSync(join(directory, "records/cb-a1.xml"), `<kernel>/crossbed/kvm/images/${recorded}/vmlinuz</kernel>`);
      writeFileSync(
        join(directory, "bin/qemu-img"),
        '#!/bin/bash\n[[ "$1 $2" == "info --force-share" ]] && cat "$3"\n',
      );
      chmodSync(join(directory, "bin/qemu-img"), 0o755);
    });

    it("removes those that no disk and no record of a guest names, and nothing of others", async () => {
      expect(await copy()).toMatchObject({ status: 0, stdout: String(image.length), stderr: "" });
      expect(left()).toEqual([backed, recorded, "of-mine", "one"]);
    });

    it("removes none while a disk cannot be asked what it stands on", async () => {
      writeFileSync(join(directory, "bin/qemu-img"), "#!/bin/bash\nexit 1\n");
      expect((await copy()).status).toBe(0);
      expect(left()).toEqual([backed, recorded, unnamed, cut, "of-mine", "one"]);
    });

    it("removes none when the new one is refused", async () => {
      expect((await copy({ SHA256: "0".repeat(64) })).status).toBe(1);
      expect(left()).toEqual([backed, recorded, unnamed, cut, "of-mine"]);
    });
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
