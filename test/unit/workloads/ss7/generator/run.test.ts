import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { describe, expect, test } from "vitest";
import type { RunSpec } from "../../../../../workloads/records.ts";
import type { PhaseInterval } from "../../../../../workloads/ss7/generator/phase.ts";
import { LoadRun } from "../../../../../workloads/ss7/generator/run.ts";
import type { Gap } from "../../../../../workloads/ss7/generator/service-gap.ts";

const spec: RunSpec = {
  rateReqPerSec: 100,
  arrival: "constant",
  seed: 1,
  warmUpMs: 1000,
  durationMs: 2000,
  intervalMs: 500,
  timeoutMs: 100,
  maxRetransmissions: 2,
};

type ToldInterval = PhaseInterval & { readonly serviceGap?: Gap };

interface Simulation {
  readonly run: LoadRun;
  readonly intervals: ToldInterval[];
  /** Transmissions, in order. */
  readonly sent: { readonly id: number; readonly atMs: number }[];
}

/**
 * Plays a run on a simulated clock. `answer` says when the nth transmission (from 0) of a request is answered: after so
 * many milliseconds, `undefined` for never, several for duplicates. At `endAtMs` it is `how` it ends early.
 */
function simulate(
  overrides: Partial<RunSpec>,
  answer: (id: number, transmission: number, atMs: number) => readonly number[],
  endAtMs = Infinity,
  how: "stop" | "end" = "stop",
): Simulation {
  const intervals: ToldInterval[] = [];
  const sent: { id: number; atMs: number }[] = [];
  const answers: { id: number; atMs: number }[] = [];
  const transmissions = new Map<number, number>();
  let nowMs = 0;
  const run = new LoadRun({ ...spec, ...overrides }, 1000, {
    transmit: (id) => {
      const transmission = transmissions.get(id) ?? 0;
      transmissions.set(id, transmission + 1);
      sent.push({ id, atMs: nowMs });
      for (const afterMs of answer(id, transmission, nowMs)) answers.push({ id, atMs: nowMs + afterMs });
      answers.sort((a, b) => a.atMs - b.atMs);
    },
    onInterval: (interval) => intervals.push(interval),
  });
  let isEnding = false;
  while (!run.isOver) {
    const wakeMs = run.advance(nowMs);
    if (wakeMs === undefined) break;
    const nextAnswerMs = answers[0]?.atMs ?? Infinity;
    nowMs = Math.min(Math.max(wakeMs, nowMs), nextAnswerMs, isEnding ? Infinity : Math.max(endAtMs, nowMs));
    if (nowMs >= endAtMs && !isEnding) {
      isEnding = true;
      run[how](nowMs);
    }
    while (answers[0] !== undefined && answers[0].atMs <= nowMs) run.answered(answers.shift()?.id ?? 0, true, nowMs);
  }
  return { run, intervals, sent };
}

const sum = (intervals: readonly PhaseInterval[], name: "sent" | "succeeded" | "failed" | "retransmissions"): number =>
  intervals.reduce((total, interval) => total + interval[name], 0);
const measured = (intervals: readonly ToldInterval[]): ToldInterval[] =>
  intervals.filter((interval) => interval.phase === "measure");

describe("LoadRun", () => {
  test("sends on its schedule and counts by phase and interval", () => {
    const { run, intervals } = simulate({}, () => [1]);
    expect(
      intervals.map(({ index, startMs, endMs, phase, sent, succeeded }) => [
        index,
        startMs,
        endMs,
        phase,
        sent,
        succeeded,
      ]),
    ).toEqual([
      [0, 0, 500, "warm-up", 50, 50],
      [1, 500, 1000, "warm-up", 50, 50],
      [2, 1000, 1500, "measure", 50, 50],
      [3, 1500, 2000, "measure", 50, 50],
      [4, 2000, 2500, "measure", 50, 50],
      [5, 2500, 3000, "measure", 50, 50],
    ]);
    expect(run.result().measured.counts).toEqual({
      sent: 200,
      succeeded: 200,
      failed: 0,
      retransmissions: 0,
      duplicates: 0,
      late: 0,
    });
    expect(run.result().measured.times().responseTimeMs).toEqual({ mean: 1, min: 1, max: 1 });
  });

  test("never waits for answers: a silent service gets the same first transmissions at the same times", () => {
    const firstOf = (sent: Simulation["sent"]): number[] => {
      const seen = new Set<number>();
      return sent.filter(({ id }) => seen.size !== seen.add(id).size).map(({ atMs }) => atMs);
    };
    const quick = simulate({}, () => [1]);
    const silent = simulate({}, () => []);
    expect(firstOf(silent.sent)).toEqual(firstOf(quick.sent));
  });

  test("sends again after the time-out, and gives up after the last one", () => {
    const { run, sent } = simulate({ rateReqPerSec: 1, warmUpMs: 0, durationMs: 1000, intervalMs: 1000 }, () => []);
    const [first] = sent;
    expect(sent).toEqual([0, 100, 200].map((afterMs) => ({ id: 1000, atMs: (first?.atMs ?? 0) + afterMs })));
    expect(run.result().measured.counts).toMatchObject({ sent: 1, succeeded: 0, failed: 1, retransmissions: 2 });
  });

  test("measures a retransmitted request from its first intended send time", () => {
    const one = { rateReqPerSec: 1, warmUpMs: 0, durationMs: 1000, intervalMs: 1000 };
    const { run } = simulate(one, (_, transmission) => (transmission === 1 ? [7] : []));
    expect(run.result().measured.times().responseTimeMs?.mean).toBeCloseTo(107, 3);
  });

  test("tells duplicate answers from late ones", () => {
    const one = { rateReqPerSec: 10, warmUpMs: 0, durationMs: 1000, intervalMs: 1000, maxRetransmissions: 0 };
    const { run } = simulate(one, (id) => (id === 1000 ? [5, 50] : id === 1001 ? [150] : [5]));
    expect(run.result().measured.counts).toMatchObject({ sent: 10, succeeded: 9, failed: 1, duplicates: 1, late: 1 });
  });

  test("keeps late answers of the warm-up out of the measured phase", () => {
    const { intervals } = simulate({ timeoutMs: 1000 }, (_, __, atMs) => (atMs < 1000 ? [700] : [1]));
    const lastOfWarmUp = intervals.find(({ index }) => index === 1);
    expect(lastOfWarmUp).toMatchObject({ phase: "warm-up", endMs: 1000, sent: 50, succeeded: 100 });
    expect(lastOfWarmUp?.drainMs).toBeGreaterThan(600);
    expect(measured(intervals).map(({ succeeded }) => succeeded)).toEqual([50, 50, 50, 50]);
  });

  test("counts what happens after the end in the last interval, so that everything sent is answered or failed", () => {
    const { run, intervals } = simulate({}, (_, __, atMs) => (atMs > 2900 ? [80] : [1]));
    const last = intervals.at(-1);
    expect(last).toMatchObject({ index: 5, endMs: 3000, sent: 50, succeeded: 50 });
    expect(last?.drainMs).toBeGreaterThan(50);
    expect(run.result().measured.counts).toMatchObject({ sent: 200, succeeded: 200 });
  });

  test("keeps what it measured when it is stopped, and shortens the interval", () => {
    const { run, intervals } = simulate({}, () => [5], 1750);
    expect(run.result()).toMatchObject({ isInterrupted: true, startMs: 1000, endMs: 1750 });
    expect(measured(intervals).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 1500],
      [1500, 1750],
    ]);
    const { sent, succeeded, failed } = run.result().measured.counts;
    expect([sent, succeeded, failed]).toEqual([75, 75, 0]);
  });

  test("has measured nothing when it is stopped in the warm-up", () => {
    const { run, intervals } = simulate({}, () => [5], 200);
    expect(measured(intervals)).toEqual([]);
    expect(run.result()).toMatchObject({ isInterrupted: true, startMs: 1000, endMs: 1000 });
    expect(run.result().measured.counts.sent).toBe(0);
  });

  test("ends with the interval under way when it is asked to, and was not interrupted", () => {
    const { run, intervals } = simulate(
      { timeoutMs: 200 },
      (_, transmission) => (transmission === 0 ? [] : [5]),
      1750,
      "end",
    );
    expect(measured(intervals).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 1500],
      [1500, 2000],
    ]);
    expect(run.result()).toMatchObject({ isInterrupted: false, startMs: 1000, endMs: 2000 });
    // The last requests are sent again like any other.
    const { sent, succeeded, failed } = run.result().measured.counts;
    expect([sent, succeeded, failed]).toEqual([100, 100, 0]);
  });

  test("tells the longest gap of each measured interval in which one ended", () => {
    const { intervals } = simulate({ timeoutMs: 2000 }, (_, __, atMs) => (atMs > 1600 && atMs < 2100 ? [] : [5]));
    const lengths = measured(intervals).map(({ serviceGap }) =>
      serviceGap === undefined ? undefined : Math.round((serviceGap.endMs - serviceGap.startMs) / 100) * 100,
    );
    expect(lengths).toEqual([0, 0, 500, 0]);
  });

  test("tells the longest time without an answer", () => {
    const { run } = simulate({ timeoutMs: 2000 }, (_, __, atMs) => (atMs > 1500 && atMs < 2100 ? [] : [5]));
    const gap = run.result().serviceGap;
    expect(gap?.startMs).toBeGreaterThan(1495);
    expect(gap?.startMs).toBeLessThan(1515);
    expect(gap?.endMs).toBeGreaterThan(2100);
    expect(gap?.endMs).toBeLessThan(2120);
  });

  test("tells how far it fell behind", () => {
    const intervals: PhaseInterval[] = [];
    const run = new LoadRun({ ...spec, warmUpMs: 0, durationMs: 500 }, 1, {
      transmit: () => undefined,
      onInterval: (interval) => intervals.push(interval),
    });
    run.advance(400);
    run.advance(1000);
    run.advance(1200);
    run.advance(1400);
    run.advance(1600);
    expect(intervals).toHaveLength(1);
    expect(intervals[0]?.maxLagMs).toBeGreaterThan(500);
    expect(sum(intervals, "sent")).toBe(50);
  });

  test("records how late each first transmission left, and none of a retransmission", () => {
    const run = new LoadRun({ ...spec, rateReqPerSec: 10, warmUpMs: 100, durationMs: 1000 }, 1, {
      transmit: () => undefined,
      onInterval: () => undefined,
    });
    for (let wakeMs = run.advance(0); wakeMs !== undefined; wakeMs = run.advance(wakeMs + 2));
    const { measured } = run.result();
    const { p50Ms, p99Ms, maxMs, histogram } = measured.sendLag() ?? { p50Ms: 0, p99Ms: 0, maxMs: 0, histogram: "" };
    expect(decodeFromCompressedBase64(histogram).totalCount).toBe(measured.counts.sent);
    expect(measured.counts).toMatchObject({ sent: 10, retransmissions: 20 });
    for (const ms of [p50Ms, p99Ms, maxMs]) expect(ms).toBeCloseTo(2, 2);
  });
});
