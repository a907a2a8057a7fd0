import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Remote } from "../../../rack/remote.ts";
import { checkFilesystem } from "../../faults/filesystem-check.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-fsck-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** A host with a check that prints its arguments on one output, and a finding on the other. */
async function verdict(kind: "gfs2" | "ocfs2", program: string): Promise<unknown> {
  const file = join(root, `fsck.${kind}`);
  await writeFile(file, `#!/bin/bash\n${program}\n`);
  await chmod(file, 0o755);
  const env = { PATH: `${root}:${process.env["PATH"] ?? ""}` };
  const run = async (_: string, command: string, input: string): Promise<string> =>
    (await execa("bash", ["-c", command], { input, env })).stdout;
  const plan = { kind, lun: { wwid: "6001405000000001" } } as unknown as Parameters<typeof checkFilesystem>[2];
  return await checkFilesystem({ run } as unknown as Remote, "host1", plan, 1000);
}

it("fsck.gfs2 is believed by what it prints on stderr, and asked to change nothing", async () => {
  expect(await verdict("gfs2", 'echo "Starting pass1"; echo "$*" >&2; exit 4')).toEqual({
    leakedBlocks: 0,
    damage: ["-n /dev/disk/by-id/wwn-0x6001405000000001"],
  });
  expect(await verdict("gfs2", 'echo "Starting pass1"')).toEqual({ leakedBlocks: 0, damage: [] });
});

it("fsck.ocfs2 is believed by what it prints on stdout, though it ends well, and asked to change nothing", async () => {
  expect(await verdict("ocfs2", 'echo "[DIR_ZERO] $*"')).toEqual({
    leakedBlocks: 0,
    damage: ["[DIR_ZERO] -n -f /dev/disk/by-id/wwn-0x6001405000000001"],
  });
  expect(await verdict("ocfs2", 'echo "All passes succeeded."')).toEqual({ leakedBlocks: 0, damage: [] });
});
