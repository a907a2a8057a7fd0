import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

const script = readFileSync(new URL("../../../../components/guest/scripts/guest-ready.sh", import.meta.url), "utf8");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-ready-"));
  for (const folder of ["bin", "ssh", "guests"]) mkdirSync(join(directory, folder));
  program("ssh/running-elsewhere", "");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function program(path: string, text: string): void {
  writeFileSync(join(directory, path), `#!/bin/bash\n${text}\n`);
  chmodSync(join(directory, path), 0o755);
}

/** Stands in for libvirt with a guest in this state; `afterResume` is the one that a resume leaves. */
function libvirt(state: string, afterResume: string): void {
  writeFileSync(join(directory, "state"), state);
  program(
    "bin/virsh",
    `echo "$4" >> ${directory}/asked
case $4 in
  domstate) state=$(< ${directory}/state); if [[ $5 == --reason ]]; then echo "$state"; else echo "\${state%% (*}"; fi ;;
  resume) echo '${afterResume}' > ${directory}/state ;;
  start) echo 'running (booted)' > ${directory}/state ;;
esac`,
  );
}

/** Ends before the guest is waited for: nothing answers for it here. */
async function ready(): Promise<{ asked: string[]; stderr: string }> {
  const values = {
    ...{
      DOMAIN: "cb-a1",
      CONSOLE: join(directory, "cb-a1.console"),
      UUID: "u",
      URI: "qemu:///system",
      ADDRESS: "127.0.0.1",
      HOST_KEY: "ssh-ed25519 AAAA",
      PEERS: "",
    },
    ...{ INCARNATION: "2", DISKS: join(directory, "cb-a1.qcow2"), WAIT_SEC: "0", ANSWER_SEC: "1" },
  };
  writeFileSync(join(directory, "cb-a1.qcow2.owner"), "me");
  const text = `HOST_STATE=${directory} HOST_GUESTS=${directory}/guests HOST_SSH=${directory}/ssh HOST_LOGS=${directory}\n${script}`;
  const { stderr } = await runScript({ text }, values, join(directory, "bin"));
  const asked = readFileSync(join(directory, "asked"), "utf8").trim().split("\n");
  return { asked: asked.filter((word) => ["start", "resume", "destroy"].includes(word)), stderr };
}

const ownerIsKept = (): boolean => existsSync(join(directory, "cb-a1.qcow2.owner"));

describe("guest-ready.sh", () => {
  it("has a guest go on that is paused, where it stands: it is not started again, and its owner stays", async () => {
    libvirt("paused (I/O error)", "running (unpaused)");
    expect((await ready()).asked).toEqual(["resume"]);
    expect(ownerIsKept()).toBe(true);
    expect(readFileSync(join(directory, "guests/cb-a1.started"), "utf8")).toBe("2 u\n");
  });

  it("says that the LUN has no room where the guest stands still again", async () => {
    libvirt("paused (I/O error)", "paused (I/O error)");
    expect(await ready()).toEqual({
      asked: ["resume"],
      stderr:
        "cb-a1 on host1 stands still again: its disk has no room or fails. Give the LUN room (df /crossbed/*), then run up again.",
    });
    expect(existsSync(join(directory, "guests/cb-a1.started"))).toBe(false);
  });

  it("leaves a guest alone that a migration has paused", async () => {
    libvirt("paused (migrating)", "running (unpaused)");
    const { asked, stderr } = await ready();
    expect([asked, stderr]).toEqual([[], "cb-a1 on host1 is being migrated. Wait for its end, then run up again."]);
    expect(ownerIsKept()).toBe(true);
  });

  it("starts one that is shut off, whoever the guard still names", async () => {
    libvirt("shut off (shutdown)", "");
    expect((await ready()).asked).toEqual(["start"]);
    expect(ownerIsKept()).toBe(false);
  });
});
