import { execa } from "execa";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFilesystemText } from "../../../../components/cluster-filesystem/make.ts";
import { runScript } from "../../../support/run-script.ts";

const MiB = 1024 * 1024;
const size = 2100 * MiB;
const path = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;

let directory: string;
let device: string;
let bin: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lun-"));
  device = join(directory, "lun");
  writeFileSync(device, "");
  truncateSync(device, size);
  bin = join(directory, "bin");
  mkdirSync(bin);
  // mkfs notes its arguments and the mark that it finds; fsck says what the file `verdict` says.
  const mkfs = `echo "$*" >> ${directory}/made; tail -c 4096 ${device} | tr -d '\\0' > ${directory}/during; exit "$(cat ${directory}/status 2> /dev/null || echo 0)"`;
  for (const kind of ["gfs2", "ocfs2"]) {
    standIn(`mkfs.${kind}`, mkfs);
    standIn(`fsck.${kind}`, `exit "$(cat ${directory}/verdict 2> /dev/null || echo 0)"`);
  }
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function standIn(program: string, text: string): void {
  writeFileSync(join(bin, program), `#!/bin/bash\n${text}\n`);
  chmodSync(join(bin, program), 0o755);
}

function write(at: number, data: Buffer | string): void {
  const file = openSync(device, "r+");
  writeSync(file, Buffer.from(data), 0, null, at);
  closeSync(file);
}

function mark(): string {
  const file = openSync(device, "r");
  const block = Buffer.alloc(4096);
  readSync(file, block, 0, 4096, size - 4096);
  closeSync(file);
  return block.toString().replaceAll("\0", "").trim();
}

const gfs2 = { KIND: "gfs2", LABEL: "ours:kvm", MEMBERS: "2", MACHINES: "aaaa,bbbb", ADOPT: "" };
const ocfs2 = { ...gfs2, KIND: "ocfs2", LABEL: "abc-xen" };
const make = async (values: Readonly<Record<string, string>> = gfs2): ReturnType<typeof runScript> =>
  await runScript(
    { text: makeFilesystemText },
    { DEVICE: device, WWID: "6001405a11ce0001", CLUSTER: "ours", JOURNAL_MIB: "32", ...values },
    bin,
  );
const wasMade = (): boolean => existsSync(join(directory, "made"));

const cure = (): string =>
  `If nobody needs that, run: wipefs --all ${device} && blkdiscard --zeroout ${device}; else give another WWID in the inventory.`;
const refusal = (holds: string, hint = cure()): string =>
  `LUN 6001405a11ce0001 (${device} on host1) holds ${holds}. It was not touched. ${hint}`;

/** Every write of a real mkfs.ocfs2, in order, and which numbers of them its fsck calls whole. */
const recording = JSON.parse(
  gunzipSync(
    readFileSync(new URL("../../../fixtures/mkfs/ocfs2-tools-1.8.7-two-slots.json.gz", import.meta.url)),
  ).toString(),
) as { readonly uuid: string; readonly wholeFrom: number; readonly writes: readonly [number, number, string][] };

/** The LUN as mkfs.ocfs2 leaves it when it is cut after so many writes, with our mark from before it. */
function cutAfter(count: number): void {
  for (const [at, length, data] of recording.writes.slice(0, count)) {
    const block = Buffer.alloc(length);
    Buffer.from(data, "base64").copy(block);
    write(at, block);
  }
  write(size - 4096, `crossbed 1 formats abc-xen ${recording.uuid} aaaa,bbbb\n`);
}

describe("make-filesystem.sh", () => {
  it("formats a blank LUN up to its last MiB, which says first what is begun, then what is there, and how much was read", async () => {
    const made = await make();
    expect(made).toMatchObject({ status: 0 });
    expect(made.stderr).toMatch(
      /counts as blank: it has no signature, and the \d+ MiB that this step read of its 2100 MiB are zero\./,
    );
    const uuid = /-U (\S+)/.exec(readFileSync(join(directory, "made"), "utf8"))?.[1] ?? "";
    expect(readFileSync(join(directory, "made"), "utf8")).toBe(
      `-q -O -K -b 4096 -U ${uuid} -p lock_dlm -t ours:kvm -j 2 -J 32 ${device} ${String((size - MiB) / 4096)}\n`,
    );
    expect(readFileSync(join(directory, "during"), "utf8")).toBe(`crossbed 1 formats ours:kvm ${uuid} aaaa,bbbb\n`);
    expect(mark()).toBe(`crossbed 1 holds ours:kvm ${uuid} aaaa,bbbb`);
  });

  it("records nothing as finished that its check finds incomplete", async () => {
    writeFileSync(join(directory, "verdict"), "8");
    const made = await make();
    expect(made.status).toBe(1);
    expect(made.stderr).toContain("the check above finds the new gfs2 damaged.");
    expect(mark()).toMatch(/^crossbed 1 formats /);
  });

  it("believes no status of fsck.ocfs2, which is 0 also where it finds damage", async () => {
    const words = "[CLUSTER_ALLOC_BIT] Cluster 7 is in use but isn't set in the global cluster bitmap. Mark it? n";
    standIn("fsck.ocfs2", `echo "Pass 0a: Checking cluster allocation chains"; echo "${words}"`);
    const made = await make(ocfs2);
    expect(made.status).toBe(1);
    expect(made.stderr).toContain(words);
    expect(mark()).toMatch(/^crossbed 1 formats /);
  });

  it("makes again what a mkfs that was cut at any of its writes left, and takes none of it for whole or for somebody's", async () => {
    const { wholeFrom, writes } = recording;
    const superblock = writes.flatMap(([at, length], index) => (at <= 8192 && at + length > 8192 ? [index + 1] : []));
    const counts = [0, 1, 2, ...superblock, 60, 90, wholeFrom - 2, wholeFrom - 1];
    for (const count of counts) {
      truncateSync(device, 0);
      truncateSync(device, size);
      cutAfter(count);
      writeFileSync(join(directory, "verdict"), "8");
      // The one that makes it again is cut, too: what was left before is judged by this mark, not by the next.
      writeFileSync(join(directory, "status"), "1");
      const cut = await make(ocfs2);
      expect([count, cut.status, wasMade()]).toEqual([count, 1, true]);
      expect(cut.stderr).toContain(
        "An earlier format of LUN 6001405a11ce0001 was cut off; this step makes its file system again.",
      );
      expect(mark()).toMatch(/^crossbed 1 formats abc-xen /);
      rmSync(join(directory, "made"));
    }
  });

  it("takes a file system for whole that was finished, but cut before that was recorded", async () => {
    cutAfter(recording.writes.length);
    expect(await make(ocfs2)).toMatchObject({ status: 0, stderr: "" });
    expect(wasMade()).toBe(false);
    expect(mark()).toBe(`crossbed 1 holds abc-xen ${recording.uuid} aaaa,bbbb`);
    expect(await make(ocfs2)).toMatchObject({ status: 0, stderr: "" });
  });

  it("keeps the file system of a rack that has gained a host, and refuses it to another rack of the same name", async () => {
    cutAfter(recording.writes.length);
    await make(ocfs2);
    expect((await make({ ...ocfs2, MACHINES: "bbbb,cccc", MEMBERS: "3" })).status).toBe(0);
    expect(mark()).toBe(`crossbed 1 holds abc-xen ${recording.uuid} aaaa,bbbb,cccc`);
    const other = await make({ ...ocfs2, MACHINES: "dddd" });
    expect(other).toMatchObject({
      status: 1,
      stderr: refusal(
        "abc-xen of other hosts than this rack's (their digests: aaaa,bbbb,cccc; this rack's: dddd)",
        `A LUN belongs to one rack. If all cards of the rack's hosts were replaced, say that the file system is this rack's: adopt: ${recording.uuid} beside the LUN's WWID in the inventory.`,
      ),
    });
    // By consent, and then for good.
    expect((await make({ ...ocfs2, MACHINES: "dddd", ADOPT: recording.uuid })).status).toBe(0);
    expect((await make({ ...ocfs2, MACHINES: "dddd" })).status).toBe(0);
  });

  it("keeps a file system of an earlier version, which has no mark, by consent only", async () => {
    cutAfter(recording.writes.length);
    write(size - 4096, Buffer.alloc(4096));
    const stderr = refusal(
      `ocfs2, labelled "abc-xen", UUID ${recording.uuid}, without the mark that says whose it is: an earlier version of Crossbed made it, for this rack or for another of the same name`,
      `If it is this rack's, write adopt: ${recording.uuid} beside the LUN's WWID in the inventory; else give another WWID.`,
    );
    expect(await make(ocfs2)).toMatchObject({ status: 1, stderr });
    for (const ADOPT of [recording.uuid, "any"]) expect((await make({ ...ocfs2, ADOPT })).status).toBe(0);
    expect(mark()).toBe("");
    expect((await make({ ...ocfs2, ADOPT: "22ab7cce-0000-4000-8000-000000000000" })).status).toBe(1);
  });

  it("refuses a file system of somebody's, and touches nothing, also in the place of one of ours", async () => {
    await execa("mke2fs", ["-q", "-t", "ext4", "-L", "payroll", device, "1G"], { env: { PATH: path } });
    expect(await make()).toMatchObject({ status: 1, stderr: refusal('ext4, labelled "payroll"') });
    expect([wasMade(), mark()]).toEqual([false, ""]);
    for (const state of ["formats", "holds"]) {
      const line = `crossbed 1 ${state} ours:kvm ${recording.uuid} aaaa`;
      write(size - 4096, Buffer.alloc(4096));
      write(size - 4096, `${line}\n`);
      const refused = await make();
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('holds ext4, labelled "payroll"');
      expect([wasMade(), mark()]).toEqual([false, line]);
    }
  });

  it("refuses a partition table", async () => {
    const mbr = Buffer.alloc(512);
    mbr.set([0x80, 0, 2, 0, 0x83, 0xff, 0xff, 0xff, 0, 8, 0, 0, 0, 8, 0, 0], 446);
    mbr.set([0x55, 0xaa], 510);
    write(0, mbr);
    expect(await make()).toMatchObject({ status: 1, stderr: refusal("a partition table (dos)") });
  });

  it.each([
    ["at its beginning", 0, "between 0 MiB and 32 MiB"],
    ["at the first partition's place, the table gone", MiB + 1024, "between 0 MiB and 32 MiB"],
    ["where ext4 keeps a copy of its superblock", 128 * MiB + 56, "between 128 MiB and 129 MiB"],
    ["somewhere in its middle", 1018 * MiB + 77, "between 1018 MiB and 1019 MiB"],
    ["at its end", size - 5000, "between 2068 MiB and 2100 MiB"],
  ])("refuses data without a signature %s", async (_, at, place) => {
    write(at, "somebody's raw database");
    expect(await make()).toMatchObject({
      status: 1,
      stderr: refusal(`data without a known signature, ${place}`),
    });
    expect(wasMade()).toBe(false);
  });

  it("refuses another rack's format that was interrupted, and one of an earlier version", async () => {
    write(0, "crossbed formats ours:kvm\n");
    expect((await make()).status).toBe(1);
    write(0, Buffer.alloc(512));
    write(size - 4096, `crossbed 1 formats theirs:kvm ${recording.uuid} aaaa\n`);
    expect((await make()).status).toBe(1);
    expect(wasMade()).toBe(false);
  });
});
