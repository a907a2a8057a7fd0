import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { project } from "./scratch.ts";

const preload = join(project, "toolchain/language-host/preload.cjs");

describe("the preload of programs", () => {
  let directory: string;

  /** Stands in for Pulumi's SDK, which asks for mapped stacks first of all, and shows the errors that nobody catches. */
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "crossbed-preload-"));
    const run = join(directory, "node_modules/@pulumi/pulumi/cmd/run");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, "../../index.js"), "");
    writeFileSync(
      join(run, "index.js"),
      `require("source-map-support/register");
       for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => console.log(error.stack));
       require(process.argv[2]);`,
    );
    for (const name of ["source-map-support", "source-map", "buffer-from"])
      symlinkSync(join(project, "node_modules", name), join(directory, "node_modules", name));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function output(source: string): Promise<string> {
    const { code, map } = transformSync(source, { loader: "ts", sourcefile: "program.ts", sourcemap: "external" });
    writeFileSync(join(directory, "program.js.map"), map);
    writeFileSync(join(directory, "program.js"), `${code}//# sourceMappingURL=program.js.map\n`);
    const main = join(directory, "node_modules/@pulumi/pulumi/cmd/run/index.js");
    const { stdout } = await execa("node", ["--require", preload, main, join(directory, "program.js")], {
      cwd: directory,
      reject: false,
    });
    return stdout;
  }

  it.each([
    ["throws", "throw error;"],
    ["rejects", "void Promise.reject(error);"],
  ])("shows the line of the source where an error was made that it %s", async (_, statement) => {
    const source = `interface Unseen {\n  field: string;\n}\nconst error = new Error("boom");\n${statement}\n`;
    expect(await output(source)).toMatch(/^Error: boom\n.*\/program\.ts:4:15\)/);
  });

  it("maps no stack before: a program makes thousands that nobody sees", async () => {
    expect(await output('console.log(new Error("unseen").stack);')).toMatch(/^Error: unseen\n.*\/program\.js:1:13\)/);
  });
});
