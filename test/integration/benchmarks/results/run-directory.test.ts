import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { analyseRun } from "../../../../benchmarks/analysis/summarise.ts";
import { openRun } from "../../../../benchmarks/results/reader.ts";
import { caseLines } from "../../../../benchmarks/results/case-lines.ts";
import { RunWriter } from "../../../../benchmarks/results/writer.ts";
import { syntheticCase, syntheticConditions, writeSyntheticRun } from "../../../support/synthetic-run.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-results-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function all<Item>(items: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const some of items) list.push(...some);
  return list;
}

test("a run reads back as it was written, warm-up apart", async () => {
  const result = syntheticCase();
  const directory = await writeSyntheticRun(root, [result]);
  const run = await openRun(directory);
  const lines = [...caseLines(run.manifest.run, result)];
  const of = (kind: string, isMeasured: boolean): unknown[] =>
    lines.filter((line) => line.kind === kind && line.isMeasured === isMeasured).map((line) => line.record);

  expect(run.manifest).toMatchObject({ run: "20261123T030512Z-synthetic", status: "complete", emulated: true });
  const samplesOf = async (readings: ReturnType<typeof run.samples>): Promise<unknown[]> =>
    (await all(readings)).map(({ series, ...numbers }) => ({ ...series, ...numbers }));
  expect(await samplesOf(run.samples())).toEqual(of("sample", true));
  expect(await samplesOf(run.warmUp())).toEqual(of("sample", false));
  expect(await all(run.histograms())).toEqual(of("histogram", true));
  expect(run.cases.map((record) => [record.case, record.generators[0]?.totals.succeeded])).toEqual([["2.3.2", 2700]]);
  expect(run.warnings).toEqual([]);
});

test("RunWriter · never takes a directory twice", async () => {
  await writeSyntheticRun(root, []);
  await expect(RunWriter.create(root, syntheticConditions, "synthetic")).rejects.toThrow(
    `${root}/synthetic-6core/20261123T030512Z-synthetic: a run of this name exists, and a run is never overwritten. ` +
      "Start again with another suffix.",
  );
});

test("RunWriter · gives each repetition a folder of raw files and none outside of it", async () => {
  const writer = await RunWriter.create(root, syntheticConditions, "raw");
  expect(await writer.rawFile("2.3.2", 1, "sar/host1.txt")).toBe(join(writer.directory, "raw/2.3.2-r1/sar/host1.txt"));
  await expect(writer.rawFile("2.3.2", 1, "../../../x")).rejects.toThrow("outside of raw/: ../../../x");
  expect(await readdir(join(writer.directory, "raw/2.3.2-r1"))).toEqual(["sar"]);
});

test("openRun · reads a killed run up to its half-written line, and says so", async () => {
  const directory = await writeSyntheticRun(root, [syntheticCase()], { end: "killed" });
  await appendFile(join(directory, "samples.jsonl"), '{"run":"2026');
  const run = await openRun(directory);
  const before = (await readFile(join(directory, "samples.jsonl"), "utf8")).split("\n").length;
  expect(run.manifest.status).toBe("running");
  expect(await all(run.samples())).toHaveLength(before - 1);
  expect(run.warnings).toEqual([`${directory}/samples.jsonl: line ${before}: cut off, left out`]);
});

test("openRun · reads warnings of the first runs, sentences alone, and of versions that have other subjects", async () => {
  const directory = await writeSyntheticRun(root, []);
  const file = join(directory, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as object;
  const warnings = [
    "the clock of sim is known to within 61 ms only",
    { about: "weather", text: "rain", machine: "sim" },
  ];
  await writeFile(file, JSON.stringify({ ...manifest, warnings }));
  const { summary } = await analyseRun(await openRun(directory));
  // That the test changed the manifest is a warning, too.
  expect(summary.warnings.filter(({ about }) => about !== "run")).toEqual([
    { about: "other", text: "the clock of sim is known to within 61 ms only" },
    { about: "other", text: "rain", machine: "sim" },
  ]);
});

test("openRun · refuses a line that is broken in the middle of a file, and says which", async () => {
  const directory = await writeSyntheticRun(root, [syntheticCase()]);
  await appendFile(join(directory, "cases.jsonl"), '{"case":\n{}\n');
  await expect(openRun(directory)).rejects.toThrow(
    `${directory}/cases.jsonl: line 2: this is not JSON. Restore the file from a copy.`,
  );
});

test("openRun · says what a run's directory is when it is given something else", async () => {
  await expect(openRun(root)).rejects.toThrow(
    `${root}/manifest.json: there is no such file. Name a run's directory, such as ` +
      "results/kvm-6core/20261123T030512Z-1a2b.",
  );
});
