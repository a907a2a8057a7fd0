import { fc } from "../../../../support/laws.ts";
import { expect, test, vi } from "vitest";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { loadCounts, type LoadCount } from "../../../../../base/metrics.ts";
import type { PhaseInterval } from "../../../../../workloads/ss7/generator/phase.ts";
import { LoadRun } from "../../../../../workloads/ss7/generator/run.ts";

/** A service that answers, loses, repeats and delays as the numbers say, and a generator that wakes up late. */
const chaos = fc.record({
  rateReqPerSec: fc.integer({ min: 1, max: 300 }),
  arrival: fc.constantFrom("constant" as const, "poisson" as const),
  seed: fc.nat(),
  warmUpMs: fc.integer({ min: 0, max: 700 }),
  durationMs: fc.integer({ min: 1, max: 1500 }),
  intervalMs: fc.integer({ min: 50, max: 900 }),
  timeoutMs: fc.integer({ min: 1, max: 400 }),
  maxRetransmissions: fc.integer({ min: 0, max: 2 }),
});
const delays = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 900 }),
    copies: fc.integer({ min: 0, max: 2 }),
    isSuccess: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);
const stop = fc.option(fc.integer({ min: 0, max: 2200 }), { nil: undefined });
const sleeps = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 20 });

// A hundred whole runs: seconds of work, and minutes on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

test("a run ends, its measured intervals add up to its totals, and all that was sent is counted, and was answered or failed", () => {
  fc.assert(
    fc.property(chaos, delays, stop, sleeps, (spec, answers, stopAtMs, lateness) => {
      const intervals: PhaseInterval[] = [];
      const pending: { id: number; atMs: number; isSuccess: boolean }[] = [];
      const transmitted = new Set<number>();
      let nowMs = 0;
      let turn = 0;
      const run = new LoadRun(spec, 0xffff_fff0, {
        transmit: (id) => {
          transmitted.add(id);
          const { afterMs, copies, isSuccess } = answers[(turn += 1) % answers.length] ?? {
            afterMs: 0,
            copies: 1,
            isSuccess: true,
          };
          for (let copy = 0; copy < copies; copy += 1) pending.push({ id, atMs: nowMs + afterMs + copy, isSuccess });
        },
        onInterval: (interval) => intervals.push(interval),
      });
      let isStopped = false;
      for (let step = 0; !run.isOver; step += 1) {
        expect(step).toBeLessThan(20_000);
        const wakeMs = run.advance(nowMs);
        if (wakeMs === undefined) break;
        const nextMs = Math.min(wakeMs, ...pending.map(({ atMs }) => atMs));
        expect(nextMs).toBeLessThan(Infinity);
        nowMs = Math.max(nowMs, nextMs) + (lateness[step % lateness.length] ?? 0);
        if (stopAtMs !== undefined && nowMs >= stopAtMs && !isStopped) {
          isStopped = true;
          run.stop(nowMs);
        }
        for (const answer of pending.filter(({ atMs }) => atMs <= nowMs))
          run.answered(answer.id, answer.isSuccess, nowMs);
        pending.splice(0, pending.length, ...pending.filter(({ atMs }) => atMs > nowMs));
      }
      const { measured } = run.result();
      const inPhase = intervals.filter(({ phase }) => phase === "measure");
      for (const name of loadCounts) {
        expect(inPhase.reduce((total, interval) => total + interval[name], 0)).toBe(measured.counts[name]);
      }
      for (const phase of ["warm-up", "measure"] as const) {
        const of = intervals.filter((interval) => interval.phase === phase);
        const total = (name: LoadCount): number => of.reduce((sum, interval) => sum + interval[name], 0);
        expect(total("sent")).toBe(total("succeeded") + total("failed"));
      }
      // Also the last request, which may have left after the end of its phase.
      expect(intervals.reduce((sum, interval) => sum + interval.sent, 0)).toBe(transmitted.size);
      // Histograms hold exactly the answered requests.
      const { histogram } = measured.times();
      expect(histogram === undefined ? 0 : decodeFromCompressedBase64(histogram).totalCount).toBe(
        measured.counts.succeeded,
      );
      const indexes = intervals.map(({ index }) => index).toSorted((a, b) => a - b);
      expect(indexes).toEqual([...new Set(indexes)]);
    }),
    { numRuns: 100 },
  );
});
