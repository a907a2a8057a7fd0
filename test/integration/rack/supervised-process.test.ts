import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stateOfProcess, type ProcessState } from "../../../rack/supervised-process.ts";
import type { Remote } from "../../../rack/remote.ts";
import { runScript } from "../../support/run-script.ts";

let machine: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "crossbed-supervised-"));
  for (const name of ["files", "logs", "run"]) mkdirSync(join(machine, name));
});
afterEach(() => {
  rmSync(machine, { recursive: true });
});

/** Runs commands here, with the machine's paths in the test's directory. */
const remote = {
  run: async (_machine: string, command: string, input: string) => {
    const moved = (text: string): string =>
      text.replaceAll("/run/crossbed", join(machine, "run")).replaceAll("/var/log/crossbed", join(machine, "logs"));
    return (await execa("bash", ["-c", moved(command)], { input: moved(input) })).stdout;
  },
} as unknown as Remote;
const state = (): Promise<ProcessState | undefined> => stateOfProcess(remote, { name: "a1", machine: "a1" });

async function step(name: "start" | "stop", command: string): Promise<number | undefined> {
  const archive = join(machine, "archive.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", join(machine, "logs"), "."]);
  const script = new URL(`../../../components/processes/scripts/${name}.sh`, import.meta.url);
  const paths = `HOST_FILES=${machine}/files HOST_LOGS=${machine}/logs HOST_RUN=${machine}/run`;
  const { status } = await runScript(
    { text: `${paths}\n${readFileSync(script, "utf8")}` },
    {
      ...{ ARCHIVE: archive, DIGEST: createHash("sha256").update(readFileSync(archive)).digest("hex") },
      ...{ NAME: "a1", COMMAND: Buffer.from(command).toString("base64"), CONFIG: "", READY: "", MODULES: "" },
      ...{ PROGRAMS: "", SLICE: "", BOOT_ID: "b", LOG: join(machine, "logs/a1.log") },
    },
  );
  return status;
}

describe("stateOfProcess", () => {
  it("tells a process that runs from one that was stopped", async () => {
    expect(await step("start", "exec sleep 600")).toBe(0);
    expect(await state()).toEqual({ kind: "runs", ends: 0, log: "" });
    expect(await step("stop", "")).toBe(0);
    expect(await state()).toEqual({ kind: "absent", ends: 0, log: "" });
  });

  it("says how often a program ended that its supervisor starts again, with which status, and what it printed", async () => {
    expect(await step("start", "echo out of memory; exit 3")).toBe(0);
    await vi.waitUntil(async () => ((await state())?.ends ?? 0) > 0, { timeout: 60_000 });
    expect(await state()).toMatchObject({
      ...{ kind: "runs", exitStatus: 3, log: expect.stringMatching(/^(?:out of memory\n?)+$/u) as string },
    });
    expect(await step("stop", "")).toBe(0);
  });

  it("knows a supervisor that was ended by its record, also where its number is another's now", async () => {
    mkdirSync(join(machine, "run/a1"));
    writeFileSync(join(machine, "run/a1/pid"), `${String(process.pid)} 1\n`);
    writeFileSync(join(machine, "run/a1/ended"), "2 137\n");
    writeFileSync(join(machine, "logs/a1.log"), "one\ntwo\n");
    expect(await state()).toEqual({ kind: "gone", ends: 2, exitStatus: 137, log: "one\ntwo" });
  });

  it("takes no other words for an answer", async () => {
    const other = { run: () => Promise.resolve("Welcome\n") } as unknown as Remote;
    expect(await stateOfProcess(other, { name: "a1", machine: "a1" })).toBeUndefined();
  });
});
