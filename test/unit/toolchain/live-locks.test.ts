import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recordRun } from "../../../toolchain/pulumi-runs.ts";
import { awaitUnlocked } from "../../../toolchain/live-locks.ts";

let project: string;
let said: string[];
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-live-locks-"));
  said = [];
  for (const name of ["PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CREDENTIALS_PATH"])
    vi.stubEnv(name, "");
  vi.stubEnv("HOME", project);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true });
});

function lock(pid: number, host = hostname(), stack = "kvm-6core"): string {
  const directory = join(project, `.crossbed/state/.pulumi/locks/organization/crossbed/${stack}`);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "0d1f.json");
  const timestamp = "2026-11-23T15:08:06.12143558Z";
  writeFileSync(file, JSON.stringify({ pid, username: "ann", hostname: host, timestamp }));
  return file;
}

/** A process that stands in for a Pulumi of this clone, until it is told to end. */
async function startPulumi() {
  const process = execa("cat", { stdin: "pipe", reject: false });
  const pid = process.pid ?? 0;
  await recordRun(project, pid);
  const end = async (): Promise<void> => {
    process.stdin.end();
    await process;
  };
  return { pid, end };
}

const unlocked = (limitMs?: number): Promise<unknown> =>
  awaitUnlocked("kvm-6core", project, (line) => said.push(line), limitMs).catch((error: unknown) => error);

describe("awaitUnlocked", () => {
  it("does not wait where nobody holds the stack, whoever holds another", async () => {
    lock(process.pid, "another-machine", "lab");
    expect(await unlocked()).toBeUndefined();
    expect(said).toEqual([]);
  });

  it("says once which process still works on the stack and how to end it, and waits for its end", async () => {
    const holder = await startPulumi();
    lock(holder.pid);
    const waiting = unlocked();
    await vi.waitUntil(() => said.length > 0);
    await holder.end();
    expect(await waiting).toBeUndefined();
    const pid = String(holder.pid);
    expect(said).toEqual([
      `kvm-6core: an update of it (process ${pid}, since 2026-11-23T15:08:06.12143558Z) still works or ends; waiting for it. To end it at once, run kill -INT ${pid}, twice if it has not been interrupted yet.`,
      `kvm-6core: the Pulumi that locked it at 2026-11-23T15:08:06.12143558Z (process ${pid}) is gone`,
    ]);
  });

  it("gives up after its time, and says how to go on", async () => {
    const holder = await startPulumi();
    lock(holder.pid);
    const pid = String(holder.pid);
    expect(await unlocked(0)).toMatchObject({
      code: "held",
      message: `kvm-6core: an update of it (process ${pid}, since 2026-11-23T15:08:06.12143558Z) still works or ends after 0 minutes of waiting. To end it at once, run kill -INT ${pid}, twice if it has not been interrupted yet. Then run this command again.`,
    });
    await holder.end();
  });

  it("does not wait for a holder that it cannot see, and names Pulumi's own way out", async () => {
    lock(4711, "another-machine");
    expect(await unlocked()).toMatchObject({
      code: "held",
      message:
        "kvm-6core: process 4711 of ann on another-machine has locked it since 2026-11-23T15:08:06.12143558Z, and cannot be seen from here. Once no update of kvm-6core runs there, run npx pulumi cancel kvm-6core --yes, then this command again.",
    });
  });

  it("leaves the locks of a backend of the user's own to Pulumi", async () => {
    vi.stubEnv("PULUMI_BACKEND_URL", "file:///elsewhere");
    lock(4711, "another-machine");
    expect(await unlocked()).toBeUndefined();
  });
});
