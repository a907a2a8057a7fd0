import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

const project = join(import.meta.dirname, "../../../..");
const fixtures = join(project, "test/fixtures");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crossbed-parse-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function crossbed(...words: string[]): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await execa("node", ["cli/crossbed.mjs", ...words], {
    cwd: project,
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

test("crossbed parse sar --json · rows and warnings, the zone's time beside the local one", async () => {
  const file = join(fixtures, "sar/sar-u-dom0-host2.txt");
  const { exitCode, stdout } = await crossbed("parse", "sar", file, "--json", "--timezone", "America/New_York");
  const report = JSON.parse(stdout) as { rows: object[]; warnings: string[] };
  expect(exitCode).toBe(0);
  expect(report.rows).toHaveLength(25);
  expect(report.rows[0]).toEqual({
    local: "2026-11-22T21:02:44",
    time: "2026-11-23T02:02:44Z",
    cpu: "all",
    user: 2.03,
    nice: 0,
    system: 2.03,
    iowait: 0,
    steal: 2.03,
    idle: 93.91,
  });
  expect(report.warnings).toEqual([`${file}: line 29: left out: an average of sar's own`]);
});

test("crossbed parse xentop --json · samples", async () => {
  const { stdout } = await crossbed(
    "parse",
    "xentop",
    join(fixtures, "xentop/xentop-4.20-host1.txt"),
    "--pcpus",
    "2",
    "--json",
  );
  const report = JSON.parse(stdout) as { samples: { hostPercent: number }[] };
  expect(report.samples[14]?.hostPercent).toBe(43.45);
});

test("crossbed parse stats · a table for people, warnings on standard error", async () => {
  const file = join(folder, "stats.txt");
  await writeFile(file, "Succ Fail Retransmission Dup Thruput Avg Min Max\n240 0 0 0 23 2 1 25");
  const { exitCode, stdout, stderr } = await crossbed("parse", "stats", file);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("│ 240 ");
  expect(stderr).toBe(`${file}: line 2: the file does not end with a line's end; its last number may be cut`);
});

test("crossbed parse · exit status 7 for a file that is not the tool's, 2 for a wrong flag or no file", async () => {
  const file = join(folder, "notes.txt");
  await writeFile(file, "hello\n");
  expect(await crossbed("parse", "sar", file, "--json")).toEqual({
    exitCode: 7,
    stdout: "",
    stderr:
      `crossbed: ${file}: line 1: this is not the banner that sar's output begins with. Give the whole output of ` +
      "sar -u, recorded with S_TIME_FORMAT=ISO if its language is not known here.",
  });
  expect((await crossbed("parse", "xentop", file)).exitCode).toBe(2);
  expect((await crossbed("parse", "xentop", file, "--pcpus", "none")).exitCode).toBe(2);
  expect((await crossbed("parse", "sar", join(folder, "missing"))).exitCode).toBe(2);
});
