/** The study's live migration under load: how often a guest moves, and how long each part of that lasts, before scaling. */
import { minToSec } from "../../base/units.ts";
import type { PlannedMigration } from "./planned-case.ts";

/** Thesis 3.7.4: guests ran for fifteen minutes before the first migration; then back and forth, twice. */
export const settleMin = 15;
const hops = 4;
/** Not in the study: the load alone, before the first hop and after each, as a baseline. */
const baselineMin = 2;
/** So that a mean over them has an uncertainty. */
const leastBaselineIntervals = 5;
/** The longest hop that the study saw (table 4.7), and the time after which the runner calls a hop off. */
const studyHopSec = 180;
const hopLimitSec = 600;
/** On the way home there is no window to fit into: only a migration that hangs is given up. */
export const homeLimitSec = 900;
/** A hop of a small guest between emulated hosts. */
const leastHopSec = 45;

export function planMigration(cluster: string, timeScale: number, intervalSec: number): PlannedMigration {
  const pauseIntervals = Math.round((minToSec(baselineMin) * timeScale) / intervalSec);
  return {
    cluster,
    hops,
    pauseSec: Math.max(leastBaselineIntervals, pauseIntervals) * intervalSec,
    limitSec: hopLimitSec,
    expectedSec: Math.max(leastHopSec, studyHopSec * timeScale),
  };
}
