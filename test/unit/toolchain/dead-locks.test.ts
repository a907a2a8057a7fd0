import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { here } from "../../../base/process-identity.ts";
import { clearDeadLocks } from "../../../toolchain/dead-locks.ts";
import { recordRun } from "../../../toolchain/pulumi-runs.ts";

let project: string;
let said: string[];

const clear = (env: NodeJS.ProcessEnv = {}): Promise<void> =>
  clearDeadLocks(project, { HOME: project, ...env }, (line) => said.push(line));

function lock(content: string): string {
  const directory = join(project, ".crossbed/state/.pulumi/locks/organization/crossbed/lab");
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "0d1f.json");
  writeFileSync(file, content);
  return file;
}

/** As Pulumi writes it. */
const lockOf = (pid: number, host: string): string =>
  JSON.stringify({ pid, username: "root", hostname: host, timestamp: "2026-11-23T15:08:06.12143558Z" });

const statusOf = (pid: number): string => readFileSync(`/proc/${String(pid)}/status`, "utf8");
const nameOf = (pid: number): string => /^Name:\s+(.*)$/m.exec(statusOf(pid))?.[1] ?? "";

/** Above what Linux ever gives a process. */
const nobody = 2 ** 22 + 1;

/** A run that this clone started earlier, as it is recorded. */
function run(pid: number, changes: object = {}): void {
  const directory = join(project, ".crossbed/runs");
  mkdirSync(directory, { recursive: true });
  const machineId = existsSync("/etc/machine-id") ? readFileSync("/etc/machine-id", "utf8").trim() : "";
  writeFileSync(join(directory, "1.json"), JSON.stringify({ pid, started: "1", ...here(), machineId, ...changes }));
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-locks-"));
  said = [];
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

describe("clearDeadLocks", () => {
  it("removes the lock of a process that is gone, and says which", async () => {
    run(nobody);
    const file = lock(lockOf(nobody, hostname()));
    await clear();
    expect(existsSync(file)).toBe(false);
    expect(said).toEqual([
      `lab: the Pulumi that locked it at 2026-11-23T15:08:06.12143558Z (process ${String(nobody)}) is gone`,
    ]);
  });

  it("removes the lock of a process whose number another one has now", async () => {
    run(process.pid);
    const file = lock(lockOf(process.pid, hostname()));
    await clear();
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(project, ".crossbed/runs"))).toEqual([]);
  });

  it("leaves the lock of a run that works, whatever its program is called", async () => {
    await recordRun(project, process.pid);
    const file = lock(lockOf(process.pid, hostname()));
    await clear();
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(join(project, ".crossbed/runs"))).toHaveLength(1);
  });

  it.each([
    ["in a container that goes by this machine's name", { namespace: "pid:[1]" }],
    ["on another machine of this one's name", { bootId: "another", machineId: "another" }],
  ])("leaves the lock of a run %s", async (_, elsewhere) => {
    run(nobody, elsewhere);
    const file = lock(lockOf(nobody, hostname()));
    await clear();
    expect(existsSync(file)).toBe(true);
  });

  it.skipIf(!existsSync("/etc/machine-id"))("removes the lock of a run that ended with an earlier boot", async () => {
    run(process.pid, { bootId: "another" });
    const file = lock(lockOf(process.pid, hostname()));
    await clear();
    expect(existsSync(file)).toBe(false);
  });
});

// From inside a container nobody can tell: the lock may be the machine's.
describe.skipIf(here().namespace !== "pid:[4026531836]")("clearDeadLocks, of a Pulumi that a person started", () => {
  it("removes the lock where no process anywhere has its number", async () => {
    const file = lock(lockOf(nobody, hostname()));
    await clear();
    expect(existsSync(file)).toBe(false);
  });

  it("removes the lock of a Pulumi that was killed and nobody has reaped", async () => {
    copyFileSync("/bin/sleep", join(project, "pulumi"));
    // The shell becomes a program that never asks how its child ended. Killed before that, the shell might reap it.
    const parent = execa("sh", ["-c", `${join(project, "pulumi")} 600 & echo $!; exec sleep 600`], { reject: false });
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
    await vi.waitUntil(() => nameOf(parent.pid ?? 0) === "sleep" && nameOf(pid) === "pulumi", { timeout: 30_000 });
    process.kill(pid, "SIGKILL");
    await vi.waitUntil(() => statusOf(pid).includes("zombie"), { timeout: 30_000 });
    const file = lock(lockOf(pid, hostname()));
    await clear();
    expect(existsSync(file)).toBe(false);
    parent.kill();
    await parent;
  });

  it("leaves the lock of a Pulumi that works", async () => {
    copyFileSync("/bin/sleep", join(project, "pulumi"));
    const working = execa(join(project, "pulumi"), ["600"], { reject: false });
    const file = lock(lockOf(working.pid ?? 0, hostname()));
    await clear();
    expect(existsSync(file)).toBe(true);
    working.kill();
    await working;
  });

  it.each([
    ["of a Pulumi that lives elsewhere", lockOf(nobody, "another-machine")],
    ["that it does not understand", "{}"],
    ["that is half written", '{"pid":'],
  ])("leaves a lock %s", async (_, content) => {
    const file = lock(content);
    await clear();
    expect(readFileSync(file, "utf8")).toBe(content);
    expect(said).toEqual([]);
  });

  it("leaves the locks of a backend of the user's own, and is content with none", async () => {
    await clear();
    const file = lock(lockOf(nobody, hostname()));
    await clear({ PULUMI_BACKEND_URL: "file:///elsewhere" });
    expect(existsSync(file)).toBe(true);
  });
});
