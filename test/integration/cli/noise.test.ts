import { appendFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noiseAround, noiseOfStack } from "../../../cli/noise.ts";
import { beginJournal, journalName } from "../../../benchmarks/results/study-journal.ts";
import { openRun } from "../../../benchmarks/results/reader.ts";
import {
  syntheticCase,
  syntheticConditions,
  syntheticStartMs,
  writeSyntheticRun,
} from "../../support/synthetic-run.ts";

const stack = "synthetic-6core";
let results: string;
let directories: string[];

beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), "crossbed-noise-"));
  directories = [];
  for (const build of [1, 2, 3]) {
    const startedAtMs = syntheticStartMs + build * 3_600_000;
    directories.push(
      await writeSyntheticRun(results, [syntheticCase({ seed: build, measuredIntervals: 4, startMs: startedAtMs })], {
        conditions: { ...syntheticConditions, startedAtMs },
        suffix: `build${String(build)}`,
      }),
    );
  }
  const study = join(results, "studies", `aa-${stack}`, "20261123T030512Z-ab12");
  await mkdir(study, { recursive: true });
  const block = (repetition: number) => ({
    ...{ stack, repetition, isOnLab: false, isEmulated: true, cases: [], bytes: 0 },
    benchmarks: { when: "never" as const, repetitions: 1, seed: 1 },
  });
  // The third run is none of the study's.
  await beginJournal(join(study, journalName), {
    ...{ line: "study", version: 1, name: `aa-${stack}`, digest: "0", seed: 1, rebuild: "each", switchMinutes: 1 },
    ...{ atMs: syntheticStartMs, blocks: [block(1), block(2)] },
  });
  const process = { pid: 1, started: "1", bootId: "b", namespace: "n", machineId: "m" };
  for (const [index, directory] of directories.slice(0, 2).entries()) {
    const suffix = basename(directory).split("-")[1];
    const line = { line: "begin", step: "bench", block: index, atMs: syntheticStartMs, suffix, process };
    await appendFile(join(study, journalName), `${JSON.stringify(line)}\n`);
  }
});
afterAll(() => rm(results, { recursive: true }));

describe("noiseOfStack", () => {
  it("compares the builds of the stack's study against itself, and no other run", async () => {
    const noise = await noiseOfStack(stack, results);
    expect(noise).toMatchObject({ stack, rack: "synthetic" });
    expect(noise?.rows.map(({ measure, builds }) => [measure.name, builds])).toContainEqual(["cpu", 2]);
  });

  it("knows nothing of a stack that was never compared with itself", async () => {
    expect(await noiseOfStack("kvm-16core", results)).toBeUndefined();
  });

  it("is told of runs on the same rack alone", async () => {
    const [first = ""] = directories;
    const { manifest } = await openRun(first);
    const analysis = { summary: { run: "", cases: [] } as never, histograms: [] };
    expect(await noiseAround([{ manifest, analysis }], results)).toHaveLength(1);
    expect(await noiseAround([{ manifest: { ...manifest, inventory: "other" }, analysis }], results)).toEqual([]);
  });
});
