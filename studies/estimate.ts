/** How long the parts of a study take, by its plan. Pure. */
import type { PlannedBlock } from "./testbeds.ts";

/** Around the cases of a run: waiting for the application, clocks, generators, the report. On the lab, emulated, 40 to 70 s were seen. */
const aroundRunSec = 60;

/** Seconds for cases as one run; nothing for none. */
export function runSec(cases: PlannedBlock["cases"]): number {
  return cases.length === 0 ? 0 : cases.reduce((sum, one) => sum + one.expectedSec, aroundRunSec);
}
