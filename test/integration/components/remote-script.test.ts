import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

  it("does not wait for a daemon that an earlier run left", async () => {
    const { stdout } = await start("setsid sleep 600 < /dev/null > /dev/null 2>&1 &\necho $!");
    try {
      expect(await start("echo done")).toMatchObject({ stdout: "done", stderr: "" });
    } finally {
      process.kill(Number(stdout));
    }
  });
});
