/** `crossbed report --study` on synthetic runs, as a user calls it. */
import { appendFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginJournal, journalName } from "../../../benchmarks/results/study-journal.ts";
import { chromium, photographReport } from "../../support/photograph-report.ts";
import {
  syntheticCase,
  syntheticConditions,
  syntheticStartMs,
  writeSyntheticRun,
} from "../../support/synthetic-run.ts";

const project = new URL("../../..", import.meta.url).pathname;

let root = "";
/** A study's results: ten testbeds of two repetitions at three loads, slower from one to the next. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-study-"));
  const layouts = ["16core", "12core", "6core"];
  const testbeds = [
    ["bare", "16core"],
    ...["kvm", "xen", "container"].flatMap((platform) => layouts.map((layout) => [platform, layout])),
  ] as [string, string][];
  for (const [index, [platform, layout]] of testbeds.entries()) {
    const cases = [750, 2250, 4500].flatMap((nominalReqPerSec, row) =>
      [1, 2].map((repetition) =>
        syntheticCase({
          ...{ case: `${platform}-${layout}-${String(nominalReqPerSec)}`, repetition, nominalReqPerSec },
          offeredReqPerSec: nominalReqPerSec * 0.02,
          capacity: 200 - 12 * index,
          seed: 100 * index + 10 * row + repetition,
          measuredIntervals: 4,
          startMs: syntheticStartMs + (2 * row + repetition) * 150_000,
          tool: platform === "xen" ? "xentop" : "sar",
        }),
      ),
    );
    const spec = { platform, layout };
    const conditions = { stack: `synthetic-${platform}-${layout}`, platform, layout, spec };
    await writeSyntheticRun(join(root, "results"), cases, { conditions: { ...syntheticConditions, ...conditions } });
  }
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

const report = (...args: readonly string[]) =>
  execa("node", ["cli/crossbed.mjs", "report", "--study", ...args], { cwd: project, reject: false });

test("report --study · answers the four questions of a directory of runs, with what carries them and what speaks against them", async () => {
  const page = join(root, "page.html");
  const { exitCode, stdout } = await report(join(root, "results"), "--html", page);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("1. How does virtualization impact the response time and CPU utilization");
  expect(stdout).toMatch(/Xen 6core against KVM 6core, 3 loads from 750 to 4500 req\/s: CPU of the active host \+\d/u);
  expect(stdout).toContain("but: The hosts are emulated in software");
  expect(stdout).toContain("KVM migration: no run of it is among these.");
  const text = await readFile(page, "utf8");
  expect(text).toContain("Table 3.5: Xen 16core");
  expect(text).toContain("No run of this study moved a guest");
});

test("report --study · a study's directory gives the runs that its journal names, and no other", async () => {
  const study = join(root, "results/studies/mine/20261123T030512Z-ab12");
  await mkdir(study, { recursive: true });
  const stacks = ["synthetic-bare-16core", "synthetic-kvm-16core"];
  const blocks = stacks.map((stack) => ({
    ...{ stack, repetition: 1, isOnLab: false, isEmulated: true, cases: [], bytes: 0 },
    benchmarks: { when: "never" as const, repetitions: 2, seed: 1 },
  }));
  const file = join(study, journalName);
  const atMs = syntheticStartMs;
  await beginJournal(file, {
    ...{ line: "study", version: 1, name: "mine", digest: "sha256:0", seed: 1, rebuild: "once", switchMinutes: 1 },
    ...{ atMs, blocks },
  });
  const process = { pid: 1, started: "1", bootId: "b", namespace: "n", machineId: "m" };
  const begun = stacks.map((_, block) => ({ line: "begin", step: "bench", block, atMs, suffix: "synthetic", process }));
  await appendFile(file, begun.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const { exitCode, stdout } = await report(
    join(root, "results/studies/mine"),
    "--json",
    "--html",
    join(root, "m.html"),
  );
  expect(exitCode).toBe(0);
  const { runs } = JSON.parse(stdout) as { runs: { stack: string }[] };
  expect(runs.map(({ stack }) => stack)).toEqual(stacks);
});

test("report · a crate of that study gives the same page, byte for byte, wherever it lies", async () => {
  const crossbed = (...args: readonly string[]) => execa("node", ["cli/crossbed.mjs", ...args], { cwd: project });
  const study = join(root, "results/studies/mine");
  const [page, packed, moved] = ["s.html", "crate", "elsewhere"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await report(study, "--html", page);
  await crossbed("export", study, "--to", packed, "--format", "ro-crate", "--license", "CC-BY-4.0");
  await rename(packed, moved);
  const again = join(root, "again.html");
  const { stderr } = await crossbed("report", moved, "--html", again);
  expect(stderr).toContain("the crate's own, byte for byte");
  expect(await readFile(again, "utf8")).toBe(await readFile(page, "utf8"));
  expect(await readFile(join(moved, "report.html"), "utf8")).toBe(await readFile(page, "utf8"));
});

test("report --study · one testbed answers nothing, and says what is missing", async () => {
  const { exitCode, stdout } = await report(
    join(root, "results/synthetic-bare-16core"),
    "--json",
    "--html",
    join(root, "one.html"),
  );
  expect(exitCode).toBe(0);
  const { questions } = JSON.parse(stdout) as { questions: { answer: string; comparisons: unknown[] }[] };
  expect(questions.map(({ comparisons }) => comparisons)).toEqual([[], [], [], []]);
  expect(questions.every(({ answer }) => answer.startsWith("Withheld: "))).toBe(true);
});

test("report --study · names every argument without a run, all at once", async () => {
  const { exitCode, stderr } = await report("/no/such/results", "kvm-17core");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("argument 1");
  expect(stderr).toContain("argument 2");
});

describe.skipIf(chromium === undefined)("in a browser without a network (needs Chromium)", () => {
  test.each([
    ["narrow", { width: 390 }],
    ["dark", { width: 1280, scheme: "dark" as const }],
  ])(
    "report --study · the %s page fits, asks for nothing, and says emulated at every question, table and figure",
    async (name, window) => {
      const page = join(root, `${name}.html`);
      await report(join(root, "results"), "--html", page);
      const photograph = await photographReport(page, join(root, `${name}.png`), { ...window, height: 900 });
      expect({ ...photograph, text: "" }).toEqual({
        title: "Bare metal, KVM, Xen, containers under signalling load",
        complaints: [],
        requests: [],
        isTooWide: false,
        text: "",
      });
      const file = await readFile(page, "utf8");
      const titles = file.match(/<h3[\s\S]*?<\/h3>/gu) ?? [];
      const unmarked = titles
        .filter((title) => !title.includes("emulated"))
        .map((title) => title.replaceAll(/<[^>]+>|\s+/gu, " ").trim());
      // The study's own, which ran on real servers.
      expect(unmarked).toEqual([
        "CPU against load in the study of 2013",
        "CPU against load in the study of 2013: the points",
        "Response time against load in the study of 2013",
        "Response time against load in the study of 2013: the points",
        "Table 4.7: live migration",
      ]);
    },
  );
});
