/** How long everything in a case lasts, before scaling, and how often something happens in it: the one home of these numbers. */

/** The study's procedure (thesis 3.7.1): 20 minutes at a constant load, CPU and response time every 10 seconds. */
export const studyMeasuredMin = 20;
export const studyIntervalSec = 10;
/** Not in the study: every figure excludes the warm-up, so that start-up does not count. */
export const warmUpMin = 2;
/** However short the rest is: the first case meets programs that have just started and have compiled little yet. */
export const leastFirstWarmUpSec = 20;
/** Thesis 3.7.4: guests ran for fifteen minutes before the first migration; then back and forth, twice. */
export const settleMin = 15;
export const hops = 4;
/** Not in the study: the load alone, before the first hop and after each, as a baseline. */
export const baselineMin = 2;
/** So that a mean over them has an uncertainty. */
export const leastBaselineIntervals = 5;
/** The longest hop that the study saw (table 4.7), and the time after which the runner calls a hop off. */
export const studyHopSec = 180;
export const hopLimitSec = 600;
/** On the way home there is no window to fit into: only a migration that hangs is given up. */
export const homeLimitSec = 900;
/** A hop of a small guest between emulated hosts. */
export const leastHopSec = 45;
/** sar and the generators count whole seconds; shorter intervals hold too few answers to say anything. */
export const shortestIntervalSec = 2;
/** The study names no time-out; these are TCAP operation timers of the short class (ITU-T Q.775), tightened for a lab. */
export const requestTimeoutMs = 2000;
export const maxRetransmissions = 2;
/** Starting collectors and generators, draining, between two cases. */
export const overheadSecPerCase = 8;
