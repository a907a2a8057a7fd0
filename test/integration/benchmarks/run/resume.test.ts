import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlannedCase } from "../../../../benchmarks/cases/planned-case.ts";
import { withCasesLeft } from "../../../../benchmarks/run/resume.ts";
import { syntheticCase, writeSyntheticRun } from "../../../support/synthetic-run.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-resume-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function planned(name: string, repetition: number, warmUpSec: number): PlannedCase {
  return {
    ...{ case: name, repetition, nominalReqPerSec: 10, offeredReqPerSec: 10, clusterReqPerSec: { a: 10 } },
    ...{ arrival: "constant", seed: 1, warmUpSec, measuredSec: 1, intervalSec: 1, timeoutMs: 1, maxRetransmissions: 0 },
  };
}

const request = {
  stack: "bare-16core",
  cases: [planned("1.1", 1, 20), planned("1.2", 1, 4), planned("1.1", 2, 4), planned("1.2", 2, 4)],
};

/** A run of the request that was killed: so many cases are whole, and one more was cut. */
async function killedAfter(whole: number, stack = request.stack, asked = request.cases): Promise<string> {
  const cases = asked
    .slice(0, whole + 1)
    .map(({ case: name, repetition }, index) =>
      syntheticCase({ case: name, repetition, outcome: index < whole ? "completed" : "interrupted" }),
    );
  return await writeSyntheticRun(root, cases, {
    conditions: { stack, plannedCases: asked.map((one) => ({ ...one })) },
    end: "killed",
  });
}

const names = (cases: readonly PlannedCase[]): string[] =>
  cases.map(({ case: name, repetition }) => `${name} ${String(repetition)}`);

describe("withCasesLeft", () => {
  it("keeps the cases that the run lacks, one that was cut among them, and warms the first up as a first one", async () => {
    const left = await withCasesLeft(request, await killedAfter(1));
    expect(names(left.cases)).toEqual(["1.2 1", "1.1 2", "1.2 2"]);
    expect(left.cases.map(({ warmUpSec }) => warmUpSec)).toEqual([20, 4, 4]);
  });

  it("takes a line that was cut for a case that lacks", async () => {
    const run = await killedAfter(0);
    appendFileSync(join(run, "cases.jsonl"), '{"case":"1.1","repe');
    expect(names((await withCasesLeft(request, run)).cases)).toEqual(names(request.cases));
  });

  it.each([
    [
      "of another stack",
      1,
      "kvm-16core",
      request.cases,
      /^.*: this run is of the stack kvm-16core, not of bare-16core\./,
    ],
    [
      "without anything lacking",
      4,
      "bare-16core",
      request.cases,
      /: every case of this run is measured\. Begin a run anew/,
    ],
    [
      "with cases that the testbed has not",
      0,
      "bare-16core",
      [planned("1.9", 1, 4)],
      /: the testbed that is up has no case 1\.9 1 \(case, repetition\)\. Its settings have changed since/,
    ],
  ])("refuses a run %s", async (_, whole, stack, asked, problem) => {
    await expect(withCasesLeft(request, await killedAfter(whole, stack, asked))).rejects.toThrow(problem);
  });
});
