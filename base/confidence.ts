/** How sure every interval of a report is: one level for all of them. */

/** Share of intervals that hold the true value. */
export const confidenceLevel = 0.95;

/** Risk of a false alarm that goes with it. */
export const risk = 0.05;

/** Quantile of the standard normal distribution as the study rounds it for its 95 % intervals (thesis, formula 4.4.3). */
export const studyNormal95 = 1.96;
