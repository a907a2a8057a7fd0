import { describe, expect, it } from "vitest";
import { caseKey } from "../../../benchmarks/results/measured.ts";
import type { StudyEvent, StudyRecord } from "../../../benchmarks/results/study-journal.ts";
import { progressOf, secondsLeft } from "../../../studies/progress.ts";

const cases = ["1.1", "1.2"].map((name) => {
  return { case: name, repetition: 1, nominalReqPerSec: 750, expectedSec: 100 };
});
const blocks = ["bare-16core", "kvm-16core", "bare-16core"].map((stack, index) => ({
  ...{ stack, repetition: index < 2 ? 1 : 2, benchmarks: { when: "never" as const, repetitions: 1, seed: index } },
  ...{ isOnLab: true, isEmulated: true, cases, bytes: 1 },
}));
const process = { pid: 1, started: "1", bootId: "b", namespace: "n", machineId: "m" };

const begin = (step: StudyEvent["step"], block: number, sec: number): StudyEvent => {
  return { line: "begin", step, block, atMs: sec * 1000, process };
};
const end = (
  step: StudyEvent["step"],
  block: number,
  sec: number,
  outcome: "done" | "failed" | "interrupted" | "lost",
): StudyEvent => {
  return {
    line: "end",
    step,
    block,
    atMs: sec * 1000,
    outcome,
    ...(outcome === "failed" ? { reason: "because" } : {}),
  };
};

function record(...events: StudyEvent[]): StudyRecord {
  const head = { line: "study", version: 1, name: "s", digest: "d", seed: 1, rebuild: "each" } as const;
  return { head: { ...head, switchMinutes: 10, atMs: 0, blocks }, events };
}

const both = new Set(cases.map(caseKey));
const states = (of: StudyRecord, measured: ReadonlyMap<number, ReadonlySet<string>>, isRunning: boolean): string[] =>
  progressOf(of, measured, isRunning).map(({ state }) => state);

describe("progressOf", () => {
  it("counts a block as done by what its runs hold, whatever the journal says of its last step", () => {
    const killed = record(begin("switch", 0, 0), end("switch", 0, 300, "done"), begin("bench", 0, 300));
    expect(states(killed, new Map([[0, both]]), false)).toEqual(["done", "left", "left"]);
  });

  it("tells a block that is under way from one whose study was killed", () => {
    const events = record(begin("switch", 0, 0), end("switch", 0, 300, "done"), begin("bench", 0, 300));
    expect(states(events, new Map(), true)).toEqual(["under-way", "left", "left"]);
    expect(states(events, new Map(), false)).toEqual(["left", "left", "left"]);
  });

  it("keeps why a block failed, and takes one that was interrupted for left", () => {
    const events = record(
      ...[begin("switch", 0, 0), end("switch", 0, 300, "failed")],
      ...[begin("switch", 1, 300), end("switch", 1, 310, "interrupted")],
    );
    const progress = progressOf(events, new Map(), false);
    expect(progress.map(({ state, reason }) => [state, reason])).toEqual([
      ["failed", "because"],
      ["left", undefined],
      ["left", undefined],
    ]);
  });
});

describe("secondsLeft", () => {
  it("goes by the file's guess until a switch was seen, then by those to the same stack, then by any", () => {
    const before = record();
    expect(secondsLeft(before, progressOf(before, new Map(), false))).toBe(3 * (600 + 60 + 200));
    const after = record(begin("switch", 0, 0), end("switch", 0, 300, "done"));
    expect(secondsLeft(after, progressOf(after, new Map([[0, both]]), false))).toBe(2 * (300 + 60 + 200));
    const more = record(...after.events, begin("switch", 1, 1000), end("switch", 1, 1500, "done"));
    const measured = new Map([
      [0, both],
      [1, new Set([caseKey({ case: "1.1", repetition: 1 })])],
    ]);
    expect(secondsLeft(more, progressOf(more, measured, false))).toBe(500 + 60 + 100 + 300 + 60 + 200);
  });
});
