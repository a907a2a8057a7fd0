/** How long everything in a case lasts, before scaling; of live migration, `migration.ts` says it. */

/** The study's procedure (thesis 3.7.1): 20 minutes at a constant load, CPU and response time every 10 seconds. */
export const studyMeasuredMin = 20;
export const studyIntervalSec = 10;
/** Not in the study: every figure excludes the warm-up, so that start-up does not count. */
export const warmUpMin = 2;
/** However short the rest is: the first case meets programs that have just started and have compiled little yet. */
export const leastFirstWarmUpSec = 20;
/** sar and the generators count whole seconds; shorter intervals hold too few answers to say anything. */
export const shortestIntervalSec = 2;
/** Starting collectors and generators, draining, between two cases. */
export const overheadSecPerCase = 8;
