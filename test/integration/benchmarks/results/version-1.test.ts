import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { openRun, readSummary } from "../../../../benchmarks/results/reader.ts";

/** A run that version 1 wrote on an emulated rack; its samples packed, its raw files left out. */
const kept = join(import.meta.dirname, "../../../fixtures/results/version-1");

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "crossbed-version-1-"));
  for (const name of ["manifest.json", "cases.jsonl", "histograms.jsonl", "summary.json"])
    await copyFile(join(kept, name), join(directory, name));
  for (const name of ["samples.jsonl", "warm-up.jsonl"])
    await writeFile(join(directory, name), gunzipSync(await readFile(join(kept, `${name}.gz`))));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

test("a run of version 1 reads in the names of version 2", async () => {
  const { manifest, cases } = await openRun(directory);
  expect(manifest.version).toBe(2);
  expect(manifest.plannedCases).toEqual([
    { case: "2.3.2", repetition: 1, nominalReqPerSec: 2250, offeredReqPerSec: 7.5 },
    { case: "2.3.3", repetition: 1, nominalReqPerSec: 4500, offeredReqPerSec: 15 },
    { case: "2.3.1", repetition: 1, nominalReqPerSec: 750, offeredReqPerSec: 2.5 },
  ]);
  expect(cases.map(({ offeredReqPerSec }) => offeredReqPerSec)).toEqual([7.5, 15, 2.5]);
  expect(cases[0]?.generators[0]).toMatchObject({
    name: "sim-a-1",
    totals: { sent: 75, succeeded: 75, failed: 0, retransmissions: 0, duplicates: 0 },
    sendLag: { maxMs: 34.84646169468033 },
  });
});

test("a run of version 1 gives the figures that version 1 gave, and what it did not tell is missing", async () => {
  const before = await readSummary(directory);
  const summary = await writeReport(directory);
  // Version 1 had sentences alone; what a warning is about is found anew where the analysis makes it.
  const known = ({ sendLagMs: _, warnings, ...figures }: (typeof summary.cases)[number]) => ({
    ...figures,
    warnings: warnings.map(({ text }) => text),
  });
  expect(summary.cases.map(known)).toEqual(before.cases.map(known));
  expect(summary.cases[0]).toMatchObject({
    case: "2.3.2",
    succeeded: 300,
    late: null,
    offeredReqPerSec: 7.5,
    achievedReqPerSec: 7.5,
    feasible: true,
    sendLagMs: { p50: null, p99: null, max: 53.70816212373029 },
  });
  const report = await readFile(join(directory, "report.html"), "utf8");
  expect(report).toContain("KVM carried <strong>3 of 3 loads</strong>");
  expect(report).not.toMatch(/NaN|Infinity|undefined/u);
});
