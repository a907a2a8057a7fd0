import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withDirectoryAside } from "../../../base/directory-aside.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-aside-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Runs a program of a few lines that works in a directory aside until it gets a signal, and gives it one once it has begun. */
async function interrupt(program: string, signal: NodeJS.Signals): Promise<string | undefined> {
  const wait = `async (directory) => { console.log(directory); await new Promise((resolve) => setTimeout(resolve, 600_000)); }`;
  const text = program.replace("WAIT", wait).replaceAll("ROOT", root);
  const child = execa("node", ["--import", "tsx", "--input-type=module", "--eval", text], { reject: false });
  const directory = String(await new Promise((resolve) => child.stdout.once("data", resolve))).trim();
  expect(existsSync(directory)).toBe(true);
  child.kill(signal);
  return (await child).signal;
}

describe("withDirectoryAside", () => {
  it("leaves nothing, whether the work ends well or not", async () => {
    expect(await withDirectoryAside(join(root, "a."), (directory) => Promise.resolve(existsSync(directory)))).toBe(
      true,
    );
    await expect(withDirectoryAside(join(root, "b."), () => Promise.reject(new Error("no room")))).rejects.toThrow(
      "no",
    );
    expect(readdirSync(root)).toEqual([]);
    expect(process.listenerCount("SIGHUP")).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "leaves nothing after %s, which ends the process",
    async (signal) => {
      const program = `import { withDirectoryAside } from "./base/directory-aside.ts"; await withDirectoryAside("ROOT/c.", WAIT);`;
      expect(await interrupt(program, signal)).toBe(signal);
      expect(readdirSync(root)).toEqual([]);
    },
  );
});

describe("an export that is interrupted", () => {
  it("leaves nothing beside its target", async () => {
    const program = `import { intoNewDirectory } from "./benchmarks/exchange/new-directory.ts"; await intoNewDirectory("ROOT/out", WAIT);`;
    expect(await interrupt(program, "SIGINT")).toBe("SIGINT");
    expect(readdirSync(root)).toEqual([]);
  });
});

describe("an import that is interrupted", () => {
  it("leaves nothing among the results", async () => {
    const [, example = ""] = /```yaml\n([^]*?)```/u.exec(readFileSync("docs/import.md", "utf8")) ?? [];
    writeFileSync(join(root, "description.yaml"), example);
    cpSync("test/fixtures/study/sar-bare-16core.txt", join(root, "CPU_750_Non_virt.txt"));
    const program = `
      import { importRun } from "./benchmarks/import/run.ts";
      await importRun("ROOT/description.yaml", "ROOT/results", { crossbed: "0.1.0", complete: WAIT });`;
    expect(await interrupt(program, "SIGINT")).toBe("SIGINT");
    expect(readdirSync(join(root, "results"))).toEqual([]);
  });
});
