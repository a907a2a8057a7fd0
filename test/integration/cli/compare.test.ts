/** `crossbed compare` on synthetic runs, as a user calls it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromium, photographReport } from "../../support/photograph-report.ts";
import {
  syntheticCase,
  syntheticConditions,
  syntheticStartMs,
  writeSyntheticRun,
} from "../../support/synthetic-run.ts";

const project = new URL("../../..", import.meta.url).pathname;

let root = "";
/** The same platform twice, a slower one, and one at another scale: four repetitions each. */
const runs = { fast: "", again: "", slow: "", scaled: "" };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-compare-"));
  const write = (stack: string, capacity: number, seed: number, load = syntheticConditions.scale.load) =>
    writeSyntheticRun(
      root,
      [1, 2, 3, 4].map((repetition) =>
        syntheticCase({
          capacity,
          repetition,
          seed: seed + repetition,
          startMs: syntheticStartMs + repetition * 150_000,
        }),
      ),
      { conditions: { stack, scale: { ...syntheticConditions.scale, load } } },
    );
  runs.fast = await write("fast-6core", 120, 10);
  runs.again = await write("again-6core", 120, 20);
  runs.slow = await write("slow-6core", 60, 30);
  runs.scaled = await write("scaled-6core", 120, 40, 1);
}, 60_000);
afterAll(() => rm(root, { recursive: true }));

const compare = (...args: readonly string[]) =>
  execa("node", ["cli/crossbed.mjs", "compare", ...args], { cwd: project, reject: false });

test("compare · shows a slower platform, with status 9 for whom it matters", async () => {
  const { exitCode, stdout, stderr } = await compare(
    runs.fast,
    runs.slow,
    "--only",
    "mean",
    "--fail-if",
    "mean > +10 %",
  );
  expect(stdout).toContain("mean: slow-6core is higher than fast-6core");
  expect(stdout).toContain("How much two builds of one stack differ on this rack is not known");
  expect(stderr).toBe("crossbed: --fail-if: mean > +10 %: shown (slow-6core at 2250 req/s)");
  expect(exitCode).toBe(9);
});

test("compare · the same platform twice shows nothing, and stays within ten percent", async () => {
  const { exitCode, stdout } = await compare(runs.fast, runs.again, "--only", "mean", "--fail-if", "mean > +10 %");
  expect(stdout).toContain("mean: no difference shown; ");
  expect(exitCode).toBe(0);
});

test("compare · a run with itself differs in nothing", async () => {
  const { exitCode, stdout } = await compare(runs.fast, runs.fast, "--json");
  expect(exitCode).toBe(0);
  const { rows, conditions, comparable } = JSON.parse(stdout) as {
    rows: { difference: { shift: { shift: number }; delta: number; p: number } }[];
    conditions: unknown[];
    comparable: boolean;
  };
  expect(rows.map(({ difference: { shift, delta, p } }) => [shift.shift, delta, p])).toEqual(rows.map(() => [0, 0, 1]));
  expect(rows).toHaveLength(7);
  expect({ conditions, comparable }).toEqual({ conditions: [], comparable: true });
});

test("compare · what is not comparable is said in each table, and refused with --strict", async () => {
  const loose = await compare(runs.fast, runs.scaled);
  expect(loose.exitCode).toBe(0);
  expect(loose.stdout).toContain("Not comparable, and compared all the same: the sides differ in scale.load.");
  expect(loose.stdout).toContain("scaled-6core against fast-6core (not comparable)");
  const strict = await compare(runs.fast, runs.scaled, "--strict");
  expect(strict.exitCode).toBe(2);
  expect(strict.stderr).toContain("Not comparable: the sides differ in scale.load.");
});

test("compare · too few repetitions for the question give status 10", async () => {
  const asked = await compare(runs.fast, runs.slow, "--fail-if", "mean > +10 %", "--fail-if", "downtime-network > 0");
  expect(asked.exitCode).toBe(9);
  const alone = await compare(runs.fast, runs.slow, "--fail-if", "downtime-network > 0");
  expect(alone.exitCode).toBe(10);
});

test("compare · names everything that is no run, all at once", async () => {
  const { exitCode, stderr } = await compare("/no/such/run", "kvm-17core");
  expect(exitCode).toBe(2);
  expect(stderr).toContain('side 1: "/no/such/run" is no run\'s directory: it has no manifest.json.');
  expect(stderr).toContain(
    'side 2: "kvm-17core" is no run\'s directory, and results/kvm-17core has no run that is complete.',
  );
});

describe.skipIf(chromium === undefined)("in a browser without a network (needs Chromium)", () => {
  test.each([390, 1280])("compare · the page fits %i pixels and asks for nothing", async (width) => {
    const page = join(root, `comparison-${String(width)}.html`);
    await compare(runs.fast, runs.slow, "--html", page);
    const photograph = await photographReport(page, join(root, "page.png"), { width });
    expect({ ...photograph, text: "", title: "" }).toEqual({
      title: "",
      complaints: [],
      requests: [],
      isTooWide: false,
      text: "",
    });
    expect(await readFile(page, "utf8")).toContain("slow-6core against fast-6core");
  });
});

test("compare · a page that cannot be written is one line that says so", async () => {
  const { exitCode, stderr } = await compare(runs.fast, runs.again, "--html", join(root, "no-such-folder/page.html"));
  expect(exitCode).toBe(2);
  expect(stderr).toContain("page.html: the page cannot be written. Name a file in a folder that exists");
});
