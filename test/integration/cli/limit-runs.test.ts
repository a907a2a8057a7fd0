import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { limitRunsSince } from "../../../cli/limit-runs.ts";
import { writeReport } from "../../../benchmarks/report/write.ts";
import {
  syntheticCase,
  syntheticConditions,
  syntheticStartMs,
  writeSyntheticRun,
} from "../../support/synthetic-run.ts";

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "limit-"));
});
afterEach(async () => {
  await rm(results, { recursive: true });
});

/** A run with so many cases that began so many minutes after the first. */
async function run(minutes: number, cases: number, changes: Parameters<typeof writeSyntheticRun>[2] = {}) {
  const conditions = { ...changes.conditions, startedAtMs: syntheticStartMs + minutes * 60_000 };
  const one = (index: number) => syntheticCase({ case: `probe-${String(index)}`, nominalReqPerSec: 750 * (index + 1) });
  const directory = await writeSyntheticRun(
    results,
    Array.from({ length: cases }, (_, index) => one(index)),
    {
      ...changes,
      conditions,
    },
  );
  if (changes.end !== "killed") await writeReport(directory);
  return directory;
}

it("takes whole runs of one case on the same testbed, from the named one on", async () => {
  const { stack, planDigest = "" } = syntheticConditions;
  const since = async (name: string) =>
    (await limitRunsSince(name, { stack, planDigest }, results)).map(({ directory }) => basename(directory));
  await run(0, 1);
  const first = basename(await run(1, 1));
  const stackRun = basename(await run(2, 2));
  const killed = basename(await run(3, 1, { end: "killed" }));
  await run(4, 1, { conditions: { planDigest: "another" } });
  const last = basename(await run(5, 1));
  expect(await since(first)).toEqual([first, last]);
  expect(await since(join(results, stack, last))).toEqual([last]);
  for (const wrong of [stackRun, killed, "20000101T000000Z-000000"]) {
    await expect(since(wrong)).rejects.toThrow(`--since: is ${wrong}, which is no run of ${stack} with one whole case`);
  }
});
