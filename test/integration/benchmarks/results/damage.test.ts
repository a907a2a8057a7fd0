import { execa } from "execa";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CrossbedError, exitStatusOf } from "../../../../base/errors.ts";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { syntheticCase, writeSyntheticRun } from "../../../support/synthetic-run.ts";

let root = "";
let run = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-damage-"));
  run = await writeSyntheticRun(root, [syntheticCase({ offeredReqPerSec: 2 })]);
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Text and exit status of the refusal. */
async function refusal(): Promise<readonly [string, number]> {
  const error: unknown = await writeReport(run).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CrossbedError)) throw new Error("it was not refused", { cause: error });
  return [error.message.replaceAll(`${run}/`, ""), exitStatusOf(error)];
}

const told = async (): Promise<readonly string[]> => (await writeReport(run)).warnings.map(({ text }) => text);

test("a whole run has no warning, and its digests name each of its files", async () => {
  await writeFile(join(run, "raw", "later.txt"), "");
  expect(await told()).toEqual([]);
  const { files } = JSON.parse(await readFile(join(run, "digests.json"), "utf8")) as { files: object };
  const names = ["cases.jsonl", "histograms.jsonl", "manifest.json", "samples.jsonl", "warm-up.jsonl"];
  expect(Object.keys(files)).toEqual(names);
});

test("lines lost from the end of a file are told, with how many there are and were", async () => {
  const file = join(run, "samples.jsonl");
  const lines = (await readFile(file, "utf8")).split("\n");
  // The last lines are figures of CPUs, which no total holds.
  await writeFile(file, `${lines.slice(0, -29).join("\n")}\n`);
  const [has, had] = [lines.length - 29, lines.length - 1].map(String);
  expect(await told()).toEqual([
    `samples.jsonl is not as the run wrote it: it has ${String(has)} lines, and the run wrote ${String(had)}`,
  ]);
});

test("a file of the warm-up that is missing is told, also where there are no digests", async () => {
  const lines = (await readFile(join(run, "warm-up.jsonl"), "utf8")).split("\n").length - 1;
  await unlink(join(run, "warm-up.jsonl"));
  expect(await told()).toEqual([`warm-up.jsonl is missing; the run wrote ${String(lines)} lines`]);
  await unlink(join(run, "digests.json"));
  expect(await told()).toEqual([
    "digests.json is missing: nobody can tell whether the files are as the run wrote them",
    "warm-up.jsonl is missing",
  ]);
});

test("a run that was killed has no digests, and lacks none", async () => {
  run = await writeSyntheticRun(join(root, "killed"), [syntheticCase({ offeredReqPerSec: 2 })], { end: "killed" });
  expect(await told()).toEqual(["the run did not end: its process was killed or is still at work"]);
});

test("a link in place of a file that a report writes is replaced, and what it names is untouched", async () => {
  const outside = join(root, "outside");
  await writeFile(outside, "mine");
  for (const name of ["report.html", "report.html.new", "summary.json", "summary.json.new"])
    await symlink(outside, join(run, name));
  expect(await told()).toEqual([]);
  expect(await readFile(outside, "utf8")).toBe("mine");
  expect(await readFile(join(run, "report.html"), "utf8")).toContain("<!doctype html>");
});

test("a link in place of a file of the run is refused", async () => {
  await rm(join(run, "cases.jsonl"));
  await symlink("/dev/zero", join(run, "cases.jsonl"));
  expect(await refusal()).toEqual([
    "cases.jsonl: this is a symbolic link, and a run's files are none. Restore the file from a copy.",
    7,
  ]);
});

test("a pipe or a directory in place of a file is refused, and nobody waits for the pipe", async () => {
  await rm(join(run, "manifest.json"));
  await execa("mkfifo", [join(run, "manifest.json")]);
  expect(await refusal()).toEqual(["manifest.json: this is no regular file. Restore the file from a copy.", 7]);
  await rm(join(run, "manifest.json"));
  await mkdir(join(run, "manifest.json"));
  expect(await refusal()).toEqual(["manifest.json: this is no regular file. Restore the file from a copy.", 7]);
});

test("a line without an end is refused before it is read whole", async () => {
  await truncate(join(run, "samples.jsonl"), 0);
  await truncate(join(run, "samples.jsonl"), 700 * 2 ** 20);
  expect(await refusal()).toEqual([
    "samples.jsonl: line 1: this line is longer than the 65536 characters that are read. Restore the file from a copy.",
    7,
  ]);
});

test("a file beyond all measure is refused", async () => {
  await truncate(join(run, "histograms.jsonl"), 2 ** 40);
  expect(await refusal()).toEqual([
    "histograms.jsonl: this file has 1048576 MiB, more than the 2048 MiB that are read. Restore the file from a copy.",
    7,
  ]);
});

test("a document that is nested without end is refused", async () => {
  const manifest = await readFile(join(run, "manifest.json"), "utf8");
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  await writeFile(join(run, "manifest.json"), manifest.replace(/"spec": \{/u, `"spec": {"deep": ${deep},`));
  expect(await refusal()).toEqual([
    "manifest.json: this is nested too deeply. Restore the file from a copy, or use the version of Crossbed that wrote it.",
    7,
  ]);
});

test("what stands in the place of the report is told, and nothing is left behind", async () => {
  await mkdir(join(run, "report.html", "kept"), { recursive: true });
  const [message, status] = await refusal();
  expect([message.replace(/\([A-Z]+\)/u, "(…)"), status]).toEqual([
    "report.html: Crossbed cannot write this file (…). Make room, give yourself the right to write there, remove what " +
      "stands in its place; then try again.",
    3,
  ]);
  expect((await readdir(run)).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test("a full disk is told, the file that was there stays whole, and nothing is left behind", async () => {
  const file = join(root, "file");
  await writeFile(file, "old");
  const module = join(import.meta.dirname, "../../../../benchmarks/results/write-whole.ts");
  const program = `import { writeWhole } from ${JSON.stringify(module)};
    await writeWhole(${JSON.stringify(file)}, "new".repeat(10_000)).catch((error) => { console.log(error.message); });`;
  // A limit on the size of files fails a write as a full disk does.
  const limited = 'trap "" XFSZ; ulimit -f 8; exec "$@"';
  const command = [process.execPath, "--import", "tsx", "--input-type=module", "--eval", program];
  const { stdout } = await execa("bash", ["-c", limited, "bash", ...command], {
    env: { TSX_DISABLE_CACHE: "1" },
    cwd: join(import.meta.dirname, "../../../.."),
  });
  expect(stdout).toBe(
    `${file}: Crossbed cannot write this file (EFBIG). Make room, give yourself the right to write there, remove what ` +
      "stands in its place; then try again.",
  );
  expect(await readFile(file, "utf8")).toBe("old");
  expect((await readdir(root)).filter((name) => name.endsWith(".new"))).toEqual([]);
});
