import { fc } from "../../../../support/laws.ts";
import { describe, expect, test, vi } from "vitest";
import { arrivalTimesMs } from "../../../../../workloads/ss7/generator/arrivals.ts";

// Much arithmetic, slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const rate = fc.double({ min: 0.5, max: 300, noNaN: true });
const seed = fc.nat();
const length = fc.integer({ min: 1, max: 3000 });

describe("arrivalTimesMs", () => {
  test("rise and lie within the run", () => {
    fc.assert(
      fc.property(fc.constantFrom("constant" as const, "poisson" as const), rate, seed, length, (arrival, ...rest) => {
        const times = [...arrivalTimesMs(arrival, ...rest)];
        expect(times.every((time, index) => time >= 0 && time < rest[2] && time > (times[index - 1] ?? -1))).toBe(true);
      }),
    );
  });

  test("are as many as the rate says when constant, to within one", () => {
    fc.assert(
      fc.property(rate, seed, length, (rateReqPerSec, seedValue, lengthMs) => {
        const count = [...arrivalTimesMs("constant", rateReqPerSec, seedValue, lengthMs)].length;
        expect(Math.abs(count - (rateReqPerSec * lengthMs) / 1000)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("are the same for the same seed, and differ for another", () => {
    for (const arrival of ["constant", "poisson"] as const) {
      const times = [...arrivalTimesMs(arrival, 100, 7, 1000)];
      expect([...arrivalTimesMs(arrival, 100, 7, 1000)]).toEqual(times);
      expect([...arrivalTimesMs(arrival, 100, 8, 1000)]).not.toEqual(times);
    }
  });

  test("have exponential gaps when Poisson: mean and deviation are both one over the rate", () => {
    const times = [...arrivalTimesMs("poisson", 1000, 1, 100_000)];
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // A hundred thousand gaps: three standard errors are about one in a hundred.
    expect(mean).toBeGreaterThan(0.99);
    expect(mean).toBeLessThan(1.01);
    expect(deviation).toBeGreaterThan(0.98);
    expect(deviation).toBeLessThan(1.02);
  });
});
