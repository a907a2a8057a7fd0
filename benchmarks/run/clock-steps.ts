/** Finds clocks that somebody set, or that ran away, during a case: they displace everything that they timed. */
import type { RunWarning } from "../../base/warnings.ts";
import type { CaseRecord } from "../results/case-record.ts";
import type { Clocks } from "./clock.ts";

/** How fast the error of an offset grows, for each of the two clocks (RFC 5905, section 7.2: PHI, 15 ppm). */
const driftPerClock = 15e-6;

/** The offsets before and after a case, as its record keeps them; `after` is undefined where it could not be measured. */
export function clockRecords(before: Clocks, after: Clocks | undefined): NonNullable<CaseRecord["clocks"]> {
  return [...before].map(([machine, offset]) => {
    const later = after?.get(machine);
    return { machine, before: offset, ...(later === undefined ? {} : { after: later }) };
  });
}

/** A warning for each clock whose offset moved by more than both measurements and the clocks' drift in `elapsedMs` allow. */
export function clockSteps(clocks: NonNullable<CaseRecord["clocks"]>, elapsedMs: number): RunWarning[] {
  return clocks.flatMap(({ machine, before, after }): RunWarning[] => {
    if (after === undefined) return [];
    const movedMs = after.offsetMs - before.offsetMs;
    const allowedMs = before.uncertaintyMs + after.uncertaintyMs + 2 * driftPerClock * elapsedMs;
    if (Math.abs(movedMs) <= allowedMs) return [];
    const text =
      `the clock of ${machine} moved by ${movedMs.toFixed(1)} ms during the case, ` +
      `and is known to within ${allowedMs.toFixed(1)} ms`;
    return [{ about: "clock", machine, text }];
  });
}
