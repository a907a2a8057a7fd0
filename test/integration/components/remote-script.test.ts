import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scriptInput, scriptText } from "../../../rack/script.ts";
import { startScript } from "../../support/run-script.ts";

let directory: string;
const file = (name: string): string => join(directory, name);
const start = (script: string, values: Record<string, string> = {}) => {
  writeFileSync(file("script.sh"), script);
  return startScript(pathToFileURL(file("script.sh")), { ...values, LOCK: file("locks/step") });
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-script-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe("a script as a machine runs it", () => {
  it("has its values, and ends as it ends", async () => {
    const script = 'echo "$NAME is $VALUE"; false; echo unseen';
    expect(await start(script, { NAME: "one", VALUE: "two = 2" })).toMatchObject({
      stdout: "one is two = 2",
      exitCode: 1,
    });
    expect(await start("exit 69")).toMatchObject({ exitCode: 69 });
  });

  it("waits for the end of an earlier run of its step, and says so", async () => {
    await start(`mkfifo ${file("gate")}`);
    const earlier = start(`echo begun; read -r _ < ${file("gate")}; echo earlier >> ${file("log")}`);
    await new Promise((resolve) => earlier.stdout.once("data", resolve));
    const later = start(`echo later >> ${file("log")}`);
    const waits = new Promise((resolve) => later.stderr.once("data", resolve));
    expect(String(await waits)).toContain("An earlier run of this step is still at work");
    writeFileSync(file("gate"), "go\n");
    await Promise.all([earlier, later]);
    expect(readFileSync(file("log"), "utf8")).toBe("earlier\nlater\n");
  });

  it("writes a record whole: one whose writing fails leaves the one before", async () => {
    const record = file("record");
    writeFileSync(record, "old\n");
    expect(await start(`sync() { return 1; }\necho new | write_whole ${record}`)).toMatchObject({ exitCode: 1 });
    expect(readFileSync(record, "utf8")).toBe("old\n");
    expect(await start(`echo new | write_whole ${record}`)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(record, "utf8")).toBe("new\n");
  });

  it("makes folders that QEMU's own user may enter, whatever root's umask is", async () => {
    const text = scriptText({ text: `mkdir -p ${file("guests/host1")}; stat -c %a ${file("guests")}` });
    const input = scriptInput({ LOCK: file("locks/step") });
    const { stdout } = await execa("bash", ["-c", 'umask 077; exec bash -c "$0"', text], { input });
    expect(stdout).toBe("755");
  });

  it("does not wait for a daemon that an earlier run left", async () => {
    const { stdout } = await start("setsid sleep 600 < /dev/null > /dev/null 2>&1 &\necho $!");
    try {
      expect(await start("echo done")).toMatchObject({ stdout: "done", stderr: "" });
    } finally {
      process.kill(Number(stdout));
    }
  });
});
