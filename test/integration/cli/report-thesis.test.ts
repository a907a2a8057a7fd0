/** `crossbed report --thesis` as a user calls it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromium, photographReport } from "../../support/photograph-report.ts";

const project = new URL("../../..", import.meta.url).pathname;

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-thesis-"));
});
afterAll(() => rm(root, { recursive: true }));

const report = (...args: readonly string[]) =>
  execa("node", ["cli/crossbed.mjs", "report", ...args], { cwd: project, reject: false });

test("report --thesis · says how many rows follow from themselves, and where its page is", async () => {
  const page = join(root, "page.html");
  const { exitCode, stdout } = await report("--thesis", "--html", page);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Of 68 rows of tables 4\.8 to 4\.21, 3 follow from themselves/u);
  expect(stdout.split("\n").at(-1)).toBe(`report: ${page}`);
  expect(await readFile(page, "utf8")).toContain("no 255 whole milliseconds have this mean and variance");
});

test("report · a run and --thesis at once, or neither, is refused before anything is written", async () => {
  for (const args of [[], [root, "--thesis"]]) {
    const { exitCode, stderr } = await report(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("give one run's directory, or --study with runs, or --thesis alone.");
  }
});

describe.skipIf(chromium === undefined)("in a browser without a network (needs Chromium)", () => {
  test.each([
    ["narrow", { width: 390 }],
    ["wide", { width: 1280 }],
    ["dark", { width: 1280, scheme: "dark" as const }],
  ])("report --thesis · the %s page fits and asks for nothing", async (name, window) => {
    const page = join(root, `${name}.html`);
    await report("--thesis", "--html", page);
    const photograph = await photographReport(page, join(root, `${name}.png`), { ...window, height: 900 });
    expect({ ...photograph, text: "" }).toEqual({
      title: "What the study's tables do not say",
      complaints: [],
      requests: [],
      isTooWide: false,
      text: "",
    });
    expect(photograph.text).toContain("Table 4.15: KVM 6core, response time");
  });
});
