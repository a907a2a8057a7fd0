/** Computes when ping sent its packets: an answer's time less its round trip. Ping sends at even times, whatever the clock says. */
import type { PingAnswer } from "./line.ts";

/** Between two answers the clock was set, or ping did not run. */
export interface ClockStep {
  readonly line: number;
  /** How much more time passed by the clock than by the packets' numbers. */
  readonly byMs: number;
  /** From one answer to the next, by the packets' numbers. */
  readonly elapsedMs: number;
}

/** A busy machine may be late by less; and while nobody answers, each packet may be late by a tick of its kernel. */
const leastStepMs = 500;
const leastShare = 0.25;

/** Median time from one packet to the next; undefined without two answers in a row. */
export function sendIntervalMs(answers: readonly PingAnswer[]): number | undefined {
  const intervals = pairs(answers)
    .filter(([before, after]) => packetsBetween(before, after) === 1)
    .map(([before, after]) => sentMs(after) - sentMs(before))
    .toSorted((left, right) => left - right);
  return intervals[Math.floor(intervals.length / 2)];
}

/** Steps by the time of the answer after each. */
export function stepsBetween(answers: readonly PingAnswer[], intervalMs: number | undefined): Map<number, ClockStep> {
  const steps = new Map<number, ClockStep>();
  if (intervalMs === undefined) return steps;
  for (const [before, after] of pairs(answers)) {
    const packets = packetsBetween(before, after);
    const expectedMs = packets * intervalMs;
    const byMs = sentMs(after) - sentMs(before) - expectedMs;
    const wentBack = after.timeMs < before.timeMs;
    if (!wentBack && Math.abs(byMs) <= Math.max(leastStepMs, leastShare * Math.abs(expectedMs))) continue;
    const elapsedMs = Math.max(0, expectedMs + after.roundTripMs - before.roundTripMs);
    steps.set(after.timeMs, { line: after.line, byMs, elapsedMs });
  }
  return steps;
}

/** Numbers begin anew after 65535. Negative where an answer came after that to a later packet, 0 for a duplicate. */
function packetsBetween(before: PingAnswer, after: PingAnswer): number {
  const ahead = (after.sequence - before.sequence + 65_536) % 65_536;
  return ahead < 32_768 ? ahead : ahead - 65_536;
}

function sentMs({ timeMs, roundTripMs }: PingAnswer): number {
  return timeMs - roundTripMs;
}

function pairs(answers: readonly PingAnswer[]): (readonly [PingAnswer, PingAnswer])[] {
  return answers.slice(1).map((after, index) => [answers[index] ?? after, after] as const);
}
