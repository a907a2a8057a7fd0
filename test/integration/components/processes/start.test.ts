import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { workloadArchive } from "../../../../rack/paths.ts";
import { runScript } from "../../../support/run-script.ts";

let machine: string;
let archive: string;
beforeEach(async () => {
  machine = mkdtempSync(join(tmpdir(), "crossbed-start-"));
  mkdirSync(join(machine, "made"));
  writeFileSync(join(machine, "made/program"), "one");
  archive = join(machine, "archive.tar.gz");
  await execa("tar", ["-czf", archive, "-C", join(machine, "made"), "."]);
});
afterEach(() => {
  rmSync(machine, { recursive: true });
});

/** Unpacks without starting anything. */
async function unpack(digest: string, before = ""): ReturnType<typeof runScript> {
  const script = new URL("../../../../components/processes/scripts/start.sh", import.meta.url);
  const text = `HOST_FILES=${machine}/files HOST_LOGS=${machine}/logs HOST_RUN=${machine}/run\n${before}\n${readFileSync(script, "utf8")}`;
  const none = {
    LOG: "",
    NAME: "",
    COMMAND: "",
    CONFIG: "",
    READY: "",
    MODULES: "",
    PROGRAMS: "",
    SLICE: "",
    BOOT_ID: "b",
  };
  return await runScript({ text }, { ARCHIVE: archive, DIGEST: digest, ...none });
}

describe("start.sh", () => {
  it("unpacks what has its digest", async () => {
    const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
    expect(await unpack(digest)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(machine, "files/workload/program"), "utf8")).toBe("one");
  });

  it("removes earlier files that no process was started from, and nothing else", async () => {
    const [unnamed, cut, named, foreign] = [
      `workload-${"1".repeat(64)}`,
      `workload-${"2".repeat(64)}.new`,
      `workload-${"3".repeat(64)}`,
      "workload-of-mine",
    ];
    for (const name of [unnamed, cut, named, foreign]) mkdirSync(join(machine, "files", name), { recursive: true });
    mkdirSync(join(machine, "run/stp"), { recursive: true });
    writeFileSync(join(machine, "run/stp/identity"), `${machine}/files/${named} COMMAND CONFIG `);
    const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
    expect(await unpack(digest)).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(machine, "files")).toSorted()).toEqual(
      [".unpacking", "workload", `workload-${digest}`, named, foreign].toSorted(),
    );
  });

  it("unpacks nothing of an archive that is another", async () => {
    const { status, stderr } = await unpack("0".repeat(64));
    expect(status).toBe(65);
    expect(stderr).toContain("does not have the digest");
    expect(existsSync(join(machine, "files/workload"))).toBe(false);
  });

  it("does not wait for ever for another step that unpacks, and says where to look for it", async () => {
    // The step's own shell holds the lock, as a step that hangs would.
    const held = `lock_wait_sec=0; mkdir -p "$HOST_FILES"; exec 7> "$HOST_FILES/.unpacking"; flock -n 7`;
    const { status, stderr } = await unpack("0".repeat(64), held);
    expect([status, stderr]).toEqual([
      1,
      `Another step that unpacks the workload is still at work on host1 after 0 s, so nothing was done. Look for it there: fuser -v ${machine}/files/.unpacking`,
    ]);
  });

  it("takes it from a folder that is root's alone, where nobody can swap it between check and use", () => {
    expect(dirname(workloadArchive)).toBe("/root");
  });
});
