import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { readYamlFile } from "../../../base/yaml-file.ts";

const directory = mkdtempSync(join(tmpdir(), "crossbed-yaml-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function written(text: string): string {
  const file = join(directory, "file.yaml");
  writeFileSync(file, text);
  return file;
}

function refusalOf(file: string): string {
  try {
    readYamlFile(file, "rack.yaml", "Write one.");
  } catch (error) {
    if (error instanceof CrossbedError) return error.message.replaceAll(directory, "DIR");
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("readYamlFile", () => {
  it("reads YAML and JSON", () => {
    expect(readYamlFile(written("a: [1, x]\n"))).toEqual({ a: [1, "x"] });
    expect(readYamlFile(written('{"a": 1}'))).toEqual({ a: 1 });
  });

  it("refuses a directory, a pipe that nobody writes into, and a name that no file can have", () => {
    mkdirSync(join(directory, "inner"));
    expect(refusalOf(join(directory, "inner"))).toBe(
      "DIR/inner: this is no regular file. Save what it gives in a file first.",
    );
    const pipe = join(directory, "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    expect(refusalOf(pipe)).toBe("DIR/pipe: this is no regular file. Save what it gives in a file first.");
    expect(refusalOf(`/${"x".repeat(4999)}`)).toBe(
      `/${"x".repeat(99)}… (5000 characters): this file cannot be read (ENAMETOOLONG). Write one.`,
    );
    expect(refusalOf(join(directory, "absent"))).toBe("DIR/absent: this file cannot be read (ENOENT). Write one.");
  });

  it("refuses a file of a gigabyte by its size", () => {
    const file = written("");
    truncateSync(file, 2 ** 30);
    expect(refusalOf(file)).toBe(
      "DIR/file.yaml: this file has 1024 MiB, more than the 64 KiB that are read at once. Is it the right file? Remove " +
        "what does not belong in it.",
    );
  });

  it.each([
    [
      "[".repeat(5000),
      /^rack\.yaml: is not YAML: it is nested too deeply at line 1, column \d+\. Correct that line\.$/,
    ],
    ["a: [1\nb: 2\n", /^rack\.yaml: is not YAML: [^\n]* at line \d, column \d+\. Correct that line\.$/],
    ["a: 1\na: 2\n", /^rack\.yaml: is not YAML: Map keys must be unique at line 2, column 1\. Correct that line\.$/],
    [
      `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, n) => `a${String(n + 1)}: &a${String(n + 1)} [${`*a${String(n)},`.repeat(9)}]`).join("\n")}`,
      /^rack\.yaml: is not YAML: Excessive alias count indicates a resource exhaustion attack\. Correct that line\.$/,
    ],
  ])("refuses %j in one line", (text, expected) => {
    expect(refusalOf(written(text))).toMatch(expected);
  });
});
