import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "crossbed-mount-"));
  writeFileSync(join(bin, "asked"), "");
  standIn("mountpoint", "exit 1");
  for (const name of ["mount", "gfs2_jadd"]) standIn(name, note);
  standIn("modprobe", "");
  standIn("corosync-quorumtool", "printf '    1 1 host1\\n    2 1 host2\\n    3 1 host3\\n'");
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

const note = 'echo "${0##*/} $*" >> "${0%/*}/asked"';
function standIn(program: string, text: string): void {
  writeFileSync(join(bin, program), `#!/bin/bash\n${text}\n`);
  chmodSync(join(bin, program), 0o755);
}

const asked = (): string[] => readFileSync(join(bin, "asked"), "utf8").trim().split("\n");
const mount = async (kind: "gfs2" | "ocfs2", members: number): ReturnType<typeof runScript> =>
  await runScript(
    `components/cluster-filesystem/scripts/${kind}-mount.sh`,
    {
      ...{ DEVICE: "/dev/null", MOUNT: join(bin, "mounted"), MEMBERS: String(members), BOOT_ID: "b" },
      ...(kind === "gfs2" ? { JOURNAL_MIB: "32" } : {}),
    },
    bin,
  );

describe("gfs2-mount.sh", () => {
  beforeEach(() => {
    standIn("gfs2_edit", "printf 'journal0: 0x1 32MB clean.\\njournal1: 0x2 32MB clean.\\n'");
  });

  it("adds the journals that a third host needs, and none where there are enough", async () => {
    expect((await mount("gfs2", 2)).status).toBe(0);
    expect((await mount("gfs2", 3)).status).toBe(0);
    const mounted = `mount -t gfs2 -o noatime /dev/null ${bin}/mounted`;
    expect(asked()).toEqual([mounted, mounted, `gfs2_jadd -q -j 1 -J 32 ${bin}/mounted`]);
  });

  it("mounts nothing while a member is not seen: hosts that mount alone destroy the file system", async () => {
    const { status, stderr } = await mount("gfs2", 4);
    expect([status, asked()]).toEqual([1, [""]]);
    expect(stderr).toBe(
      "corosync on host1 sees 3 of 4 members, so GFS2 was not mounted. Bring the other hosts back and run up again.",
    );
  });
});

describe("ocfs2-mount.sh", () => {
  const tunefs = (grows: string): void => {
    standIn("tunefs.ocfs2", `if [[ $1 == -Q ]]; then echo 2; else ${note}; ${grows}; fi`);
  };

  it("adds the slots that a third host needs before it mounts, and none where there are enough", async () => {
    tunefs("true");
    expect((await mount("ocfs2", 2)).status).toBe(0);
    expect((await mount("ocfs2", 3)).status).toBe(0);
    const mounted = `mount -t ocfs2 -o noatime /dev/null ${bin}/mounted`;
    expect(asked()).toEqual([mounted, "tunefs.ocfs2 -y -N 3 /dev/null", mounted]);
  });

  it("says how there will be room where other hosts have it mounted", async () => {
    tunefs("false");
    const { status, stderr } = await mount("ocfs2", 3);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^OCFS2 on \/dev\/null \(host1\) has room for 2 hosts, but 3 must mount it\..*take the stack down/u,
    );
    expect(asked()).toEqual(["tunefs.ocfs2 -y -N 3 /dev/null"]);
  });
});
