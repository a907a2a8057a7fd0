import { mkdtempSync, readFileSync, rmSync, mkdirSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTicks } from "../../../../base/process-identity.ts";
import { scriptInput, scriptText } from "../../../../rack/script.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-stop-"));
  mkdirSync(join(directory, "a1"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** What the step runs, with the machine's run-time files in the test's directory. */
async function stop(): Promise<number | undefined> {
  const script = new URL("../../../../components/processes/scripts/stop.sh", import.meta.url);
  const text = scriptText(script).replaceAll("/run/crossbed", directory);
  const input = scriptInput({ NAME: "a1", LOCK: join(directory, "lock") });
  return (await execa("bash", ["-c", text], { input, reject: false })).exitCode;
}

/** A process in a group of its own that looks like the supervisor of a1. */
async function supervisor() {
  const child = execa("bash", ["-c", "echo ready; while :; do sleep 1; done", "supervisor", "a1", "."], {
    detached: true,
    reject: false,
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child, pid: child.pid ?? 0 };
}

describe("stop.sh", () => {
  it("ends the supervisor that was recorded, with its group", async () => {
    const { child, pid } = await supervisor();
    writeFileSync(join(directory, "a1/pid"), `${String(pid)} ${startTicks(pid) ?? ""}\n`);
    expect(await stop()).toBe(0);
    expect((await child).signal).toBe("SIGTERM");
    expect(existsSync(join(directory, "a1"))).toBe(false);
  });

  it("leaves a process alone that has the recorded number and even the same words, but started at another time", async () => {
    const { child, pid } = await supervisor();
    writeFileSync(join(directory, "a1/pid"), `${String(pid)} 1\n`);
    expect(await stop()).toBe(0);
    expect(readFileSync(`/proc/${String(pid)}/cmdline`, "utf8")).toContain("supervisor");
    process.kill(-pid, "SIGKILL");
    await child;
  });
});
