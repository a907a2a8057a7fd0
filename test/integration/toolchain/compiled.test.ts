import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { project } from "./scratch.ts";

describe("the project's TypeScript, compiled", () => {
  let directory: string;
  const write = (name: string, text: string): void => {
    writeFileSync(join(directory, name), text);
  };
  const run = async (): Promise<string> =>
    (await execa(process.execPath, [join(directory, "start.mjs")], { all: true })).all;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "crossbed-compiled-"));
    for (const folder of ["toolchain", "cli"]) mkdirSync(join(directory, folder));
    copyFileSync(join(project, "toolchain/compiled.mjs"), join(directory, "toolchain/compiled.mjs"));
    symlinkSync(join(project, "node_modules"), join(directory, "node_modules"));
    write("package.json", '{ "type": "module" }');
    write("index.ts", "export {};");
    write("cli/figures-thread.ts", "export {};");
    write("start.mjs", 'import { load } from "./toolchain/compiled.mjs";\nawait load("cli/main.ts");');
    write("word.ts", 'export const word: string = "first";');
    write("cli/main.ts", 'import { word } from "../word.ts";\nconsole.log(word, import.meta.url, "import.meta.url");');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("runs as its sources would, each of which still knows its own place", async () => {
    const place = `file://${directory}/cli/main.ts import.meta.url`;
    expect([await run(), await run()]).toEqual([`first ${place}`, `first ${place}`]);
  });

  it("is made anew after an edit that keeps a file's size and time", async () => {
    const time = new Date(2026, 0, 1);
    utimesSync(join(directory, "word.ts"), time, time);
    expect(await run()).toMatch(/^first /);
    write("word.ts", 'export const word: string = "other";');
    utimesSync(join(directory, "word.ts"), time, time);
    expect(await run()).toMatch(/^other /);
  });

  it("gives way to its sources where it cannot be written, and says so", async () => {
    write(".crossbed", "no directory");
    expect(await run()).toMatch(/^crossbed: .* cannot be bundled in .*\/\.crossbed\/compiled: ENOTDIR.*\nfirst /);
  });
});

it("makes a bundle of this project", async () => {
  const { stderr } = await execa(process.execPath, [join(project, "cli/crossbed.mjs"), "--help"]);
  expect(stderr).toBe("");
  expect(existsSync(join(project, ".crossbed/compiled/manifest.json"))).toBe(true);
});
