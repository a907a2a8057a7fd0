/** How sure every interval of a report is: one level for all of them. */

/** Risk of a false alarm. */
export const risk = 0.05;

/** Share of intervals that hold the true value. */
export const confidenceLevel = 1 - risk;

/** The same for people. */
export const confidenceText = `${String(100 * confidenceLevel)} %`;

/** Quantile of the standard normal distribution that the study rounds so for its own intervals (thesis, formula 4.4.3). */
export const studyNormal95 = 1.96;
