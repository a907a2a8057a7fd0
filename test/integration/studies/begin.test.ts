import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syntheticCase, writeSyntheticRun } from "../../support/synthetic-run.ts";
import { journalName, StudyJournal, type StudyBlock } from "../../../benchmarks/results/study-journal.ts";
import { runsOfStudy } from "../../../benchmarks/results/study-runs.ts";
import { beginStudy, begunStudy, toGoOnWith, type BegunStudy } from "../../../studies/begin.ts";
import { renderStudyStatus } from "../../../studies/render-status.ts";
import { parseStudy } from "../../../studies/spec.ts";

const spec = parseStudy("own.yaml", { name: "own", stacks: ["synthetic-6core"], repetitions: 2 });
const changed = parseStudy("own.yaml", { name: "own", stacks: ["synthetic-6core"], repetitions: 3 });
const blocks = [1, 2].map((repetition): StudyBlock => ({
  ...{ stack: "synthetic-6core", repetition, benchmarks: { when: "never", repetitions: 1, seed: repetition } },
  ...{ isOnLab: false, isEmulated: false, bytes: 1 },
  cases: [{ case: "2.3.2", repetition: 1, nominalReqPerSec: 2250, expectedSec: 100 }],
}));
const process = { pid: 1, started: "1", bootId: "b", namespace: "n", machineId: "m" };

let results = "";
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "crossbed-begin-"));
});
afterEach(() => {
  rmSync(results, { recursive: true });
});

async function begun(): Promise<BegunStudy> {
  const study = await begunStudy(results, spec, false);
  if (study === undefined) throw new Error("it was begun");
  return study;
}

/** The journal's lines of a block that was measured by the run that ends in "synthetic". */
async function measure(directory: string, block: number): Promise<void> {
  const journal = await StudyJournal.open(join(directory, journalName));
  await journal.append({ line: "begin", step: "bench", block, atMs: 1, suffix: "synthetic", process });
  await journal.append({ line: "end", step: "bench", block, atMs: 2, outcome: "done" });
  await journal.close();
  await writeSyntheticRun(results, [syntheticCase({ case: "2.3.2" })]);
}

describe("toGoOnWith", () => {
  it("goes on with a study that is not finished, and refuses its file once that has changed", async () => {
    expect(toGoOnWith("own.yaml", spec, await begunStudy(results, spec, false))).toBeUndefined();
    const directory = await beginStudy(results, spec, blocks, "a");
    expect(toGoOnWith("own.yaml", spec, await begun())?.directory).toBe(directory);
    const study = await begun();
    expect(() => toGoOnWith("own.yaml", changed, study)).toThrow(
      `own.yaml: this file has changed since the study own was begun, which is not finished. Give the file the content that it had, give it another name: in it, or begin anew with --new; what is measured stays in ${directory}.`,
    );
  });

  it("lets a changed file begin anew once the study is finished", async () => {
    const directory = await beginStudy(results, spec, blocks.slice(0, 1), "a");
    await measure(directory, 0);
    expect(toGoOnWith("own.yaml", changed, await begun())).toBeUndefined();
    expect(toGoOnWith("own.yaml", spec, await begun())?.directory).toBe(directory);
  });
});

describe("runsOfStudy", () => {
  it("names the newest study's runs by stack and build, from its own directory or from its name's", async () => {
    const directory = await beginStudy(results, spec, blocks, "a");
    await measure(directory, 1);
    const runs = await runsOfStudy(join(results, "studies/own"));
    expect(runs.map(({ stack, repetition, block }) => ({ stack, repetition, block }))).toEqual([
      { stack: "synthetic-6core", repetition: 2, block: 1 },
    ]);
    expect(await runsOfStudy(directory)).toEqual(runs);
  });

  it("says where it looked for a study that is not there", async () => {
    await expect(runsOfStudy(results)).rejects.toThrow(
      `${results}: this is no study's directory: it has no journal.jsonl. Name one such as results/studies/lab.`,
    );
  });
});

describe("renderStudyStatus", () => {
  it("shows every block, and what is left", async () => {
    await measure(await beginStudy(results, spec, blocks, "a"), 0);
    const lines = renderStudyStatus(await begun()).split("\n");
    expect(lines.slice(1)).toEqual([
      "  block  stack            build  state  measured",
      "  1      synthetic-6core  1      done   1 of 1 case",
      "  2      synthetic-6core  2      left   0 of 1 case",
      "left: about 12 min 40 s",
    ]);
  });
});
