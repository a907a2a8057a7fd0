import { execa } from "execa";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

let directory: string;
let device: string;
let bin: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lun-"));
  device = join(directory, "lun");
  writeFileSync(device, "");
  truncateSync(device, 16 * 1024 * 1024);
  // Stands in for mkfs.gfs2: notes its arguments and what the first sector says while it runs.
  bin = join(directory, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "mkfs.gfs2"),
    `#!/bin/bash\necho "$*" >> ${directory}/made\nhead -c 30 "\${@: -1}" | tr '\\0' '.' > ${directory}/during\nexit "$(cat ${directory}/status 2> /dev/null || echo 0)"\n`,
  );
  chmodSync(join(bin, "mkfs.gfs2"), 0o755);
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const make = async (): ReturnType<typeof runScript> =>
  await runScript(
    "components/cluster-filesystem/scripts/make-filesystem.sh",
    {
      KIND: "gfs2",
      DEVICE: device,
      WWID: "6001405a11ce0001",
      LABEL: "ours:kvm",
      CLUSTER: "ours",
      MEMBERS: "2",
      JOURNAL_MIB: "32",
    },
    bin,
  );

const refusal = (holds: string): string =>
  `LUN 6001405a11ce0001 (${device} on host1) holds ${holds}. It was not touched. If nobody needs that, run: ` +
  `wipefs --all ${device} && dd if=/dev/zero of=${device} bs=1M count=1; else give another WWID in the inventory.`;

describe("make-filesystem.sh", () => {
  it("formats a blank LUN, marked as ours while it does", async () => {
    expect(await make()).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(directory, "made"), "utf8")).toBe(`-q -O -p lock_dlm -t ours:kvm -j 2 -J 32 ${device}\n`);
    expect(readFileSync(join(directory, "during"), "utf8")).toBe("crossbed formats ours:kvm\n....");
    expect(
      readFileSync(device)
        .subarray(0, 512)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  it("formats again what an interrupted format of ours left behind", async () => {
    writeFileSync(join(directory, "status"), "1");
    expect((await make()).status).toBe(1);
    writeFileSync(join(directory, "status"), "0");
    expect((await make()).status).toBe(0);
  });

  it("refuses a file system of somebody's, and touches nothing", async () => {
    await execa("mke2fs", ["-q", "-t", "ext4", "-L", "payroll", device], {
      env: { PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin` },
    });
    const before = readFileSync(device);
    expect(await make()).toMatchObject({ status: 1, stderr: refusal('ext4, labelled "payroll"') });
    expect(readFileSync(device).equals(before)).toBe(true);
    expect(existsSync(join(directory, "made"))).toBe(false);
  });

  it("refuses a partition table", async () => {
    const mbr = Buffer.alloc(512);
    mbr.set([0x80, 0, 2, 0, 0x83, 0xff, 0xff, 0xff, 0, 8, 0, 0, 0, 8, 0, 0], 446);
    mbr.set([0x55, 0xaa], 510);
    writeFileSync(device, mbr, { flag: "r+" });
    expect(await make()).toMatchObject({ status: 1, stderr: refusal("a partition table (dos)") });
  });

  it("refuses data that has no signature", async () => {
    writeFileSync(device, Buffer.from("somebody's raw database"), { flag: "r+" });
    expect(await make()).toMatchObject({ status: 1, stderr: refusal("data without a known signature") });
    expect(existsSync(join(directory, "made"))).toBe(false);
  });

  it("refuses another rack's format that was interrupted", async () => {
    writeFileSync(device, Buffer.from("crossbed formats theirs:kvm\n"), { flag: "r+" });
    expect((await make()).status).toBe(1);
  });
});
