/** A study that is killed, interrupted or fails at any moment, with real processes: each case is measured once in the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { randomSource } from "../../../base/random.ts";
import { runsOfStudy } from "../../../benchmarks/results/study-runs.ts";
import { lockStudy } from "../../../studies/lock.ts";
import { ScriptedStudy, type Fates } from "../../support/scripted-study.ts";

const stacks = ["bare-16core", "kvm-16core"];
const repetitions = 2;
const everyCase = stacks.flatMap((stack) =>
  Array.from({ length: repetitions }, () => ["one", "two"].map((name) => `${stack} ${name}`)).flat(),
);

let directory = "";
let program = "";
const begun: ScriptedStudy[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-studies-"));
  program = await ScriptedStudy.program(directory);
});
afterEach(() => {
  for (const study of begun.splice(0)) study.remove();
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function begin(fates: Fates): Promise<ScriptedStudy> {
  const study = new ScriptedStudy();
  begun.push(study);
  await study.begin(stacks, repetitions, fates);
  return study;
}

/** Calls the same command again until it has nothing left to do. Returns how often. */
async function runToTheEnd(study: ScriptedStudy, most: number): Promise<number> {
  for (let calls = 1; calls <= most; calls += 1) {
    const { status } = await study.run(program);
    if (status === 0) return calls;
  }
  throw new Error(`not finished after ${String(most)} calls`);
}

const measured = (study: ScriptedStudy): string[] =>
  study
    .caseLines()
    .filter((line) => line.endsWith(" completed"))
    .map((line) => line.replace(/ \w+ (\w+) completed$/, " $1"));

/** Each of several deaths falls on a moment of its own among those that a whole study has. */
function fatesBy(seed: number): Fates {
  const random = randomSource(seed);
  const kinds = ["kill-study", "kill-study", "kill-step", "interrupt-study", "tear", "fail"] as const;
  return Object.fromEntries(
    Array.from({ length: 5 }, () => [
      1 + Math.floor(random() * 78),
      kinds[Math.floor(random() * kinds.length)] ?? "kill-study",
    ]),
  );
}

// Dozens of processes: slow where a machine is busy.
describe("runStudy", { timeout: 900_000 }, () => {
  it("measures every case of every build once, each build anew", async () => {
    const study = await begin({});
    expect(await runToTheEnd(study, 1)).toBe(1);
    expect(measured(study).toSorted()).toEqual(everyCase.toSorted());
    expect(study.lines("steps")).toEqual([
      "up lab",
      ...["switch bare-16core --rebuild", "bench bare-16core", "switch kvm-16core --rebuild", "bench kvm-16core"],
      ...["switch bare-16core --rebuild", "bench bare-16core", "switch kvm-16core --rebuild", "bench kvm-16core"],
    ]);
    const runs = await runsOfStudy(join(study.study, ".."));
    expect(runs.map(({ stack, repetition, block }) => [block, stack, repetition])).toEqual([
      [0, "bare-16core", 1],
      [1, "kvm-16core", 1],
      [2, "bare-16core", 2],
      [3, "kvm-16core", 2],
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])("measures each case exactly once, whoever dies when (seed %i)", async (seed) => {
    const study = await begin(fatesBy(seed));
    await runToTheEnd(study, 12);
    expect(measured(study).toSorted()).toEqual(everyCase.toSorted());
    expect(study.lines("overlaps")).toEqual([]);
    const named = new Set((await runsOfStudy(study.study)).map((run) => run.directory.replace(/^.*-/, "")));
    const writers = study.caseLines().map((line) => line.split(" ")[1] ?? "");
    expect(writers.filter((suffix) => !named.has(suffix))).toEqual([]);
  });

  it("does nothing when all is measured", async () => {
    const study = await begin({});
    await runToTheEnd(study, 1);
    const before = study.lines("steps");
    expect(await runToTheEnd(study, 1)).toBe(1);
    expect(study.lines("steps")).toEqual(before);
  });

  it("records a stack that cannot be built with its own words, and goes on with the rest", async () => {
    const study = await begin({ 9: "fail" });
    const { status, said } = await study.run(program);
    expect(status).toBe(8);
    expect(said).toMatch(/switch failed: ended with status 8: crossbed: this step was to fail \(/);
    expect(measured(study)).toHaveLength(everyCase.length - 2);
    expect(await runToTheEnd(study, 1)).toBe(1);
    expect(measured(study).toSorted()).toEqual(everyCase.toSorted());
  });

  it("stops there when asked to", async () => {
    const study = await begin({ 9: "fail" });
    expect((await study.run(program, "stop-on-failure")).status).toBe(8);
    expect(study.lines("steps")).toEqual(["up lab", "switch bare-16core --rebuild"]);
  });

  it("refuses a second process while one runs", async () => {
    const study = await begin({});
    const lock = await lockStudy(join(study.study, ".."));
    expect((await study.run(program)).said).toMatch(/this study is being run by the process \d+\./);
    expect(study.lines("steps")).toEqual([]);
    await lock.release();
    await runToTheEnd(study, 1);
    expect(measured(study).toSorted()).toEqual(everyCase.toSorted());
  });
});
