import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordingOption } from "../../../../benchmarks/collect/collector.ts";
import { collectors } from "../../../../benchmarks/collect/index.ts";

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

test("crossbed parse · ends well when nobody reads what it prints", async () => {
  const file = join(folder, "unread.txt");
  await writeFile(file, "Succ Fail Retransmission Dup Thruput Avg Min Max\n240 0 0 0 23 2 1 25\n");
  const child = execa("node", ["cli/crossbed.mjs", "parse", "stats", file, "--json"], { cwd: project, reject: false });
  child.stdout.destroy();
  const { exitCode, stderr } = await child;
  expect([exitCode, stderr]).toEqual([0, ""]);
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

describe("crossbed parse · refuses what it should not read, in one line with the file", () => {
  const refused = async (file: string): Promise<[number | undefined, string]> => {
    const { exitCode, stderr } = await crossbed("parse", "xentop", file, "--pcpus", "2");
    return [exitCode, stderr];
  };
  test("a pipe that nobody writes into, and a folder", async () => {
    const pipe = join(folder, "pipe");
    await execa("mkfifo", [pipe]);
    const why = "this is no regular file. Save what it gives in a file first.";
    expect(await refused(pipe)).toEqual([2, `crossbed: ${pipe}: ${why}`]);
    expect(await refused(folder)).toEqual([2, `crossbed: ${folder}: ${why}`]);
  });
  test("a file larger than it reads at once", async () => {
    const file = join(folder, "huge");
    await writeFile(file, "");
    await truncate(file, 700 * 2 ** 20);
    const why = "this file has 700 MiB, more than the 64 MiB that are read at once. Split it between two samples.";
    expect(await refused(file)).toEqual([2, `crossbed: ${file}: ${why}`]);
  });
  test("binary data", async () => {
    const file = join(folder, "sa22");
    await writeFile(file, Buffer.from([0x96, 0xd5, 0, 0, 1]));
    const why = "this is not text. Give the tool's printed output; sar -f prints sysstat's binary recordings.";
    expect(await refused(file)).toEqual([7, `crossbed: ${file}: ${why}`]);
  });
});

test("crossbed parse sar --date-order · says how dates are read; no other order is known", async () => {
  const file = join(folder, "sar.txt");
  const text =
    "Linux 6.12.0 (h) \t05/04/26 \t_x86_64_\t(2 CPU)\n\n10:00:00 CPU %user %nice %system %iowait %steal %idle\n" +
    "10:00:10 all 1.00 0.00 0.00 0.00 0.00 99.00\n";
  // As Windows PowerShell redirects it.
  await writeFile(file, `\uFEFF${text}`, "utf16le");
  const { stdout } = await crossbed("parse", "sar", file, "--json", "--date-order", "dmy");
  expect(JSON.parse(stdout)).toMatchObject({ rows: [{ local: "2026-04-05T10:00:10" }], warnings: [] });
  expect((await crossbed("parse", "sar", file, "--date-order", "ymd")).exitCode).toBe(2);
});

test("crossbed parse · knows every collector, and refuses what a tool did not print", async () => {
  const file = join(folder, "nothing.txt");
  await writeFile(file, "nothing\n");
  const outcomes = await Promise.all(
    Object.entries(collectors).map(async ([name, { options }]) => {
      const asked = (options as readonly RecordingOption[]).flatMap(({ flags, isRequired }) =>
        isRequired === true ? [flags.split(" ")[0] ?? "", "1"] : [],
      );
      const { exitCode, stderr } = await crossbed("parse", name, file, ...asked);
      return [name, exitCode, stderr.includes(file)];
    }),
  );
  expect(outcomes).toEqual(Object.keys(collectors).map((name) => [name, 7, true]));
});
