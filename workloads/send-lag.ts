/** How late a request may leave after it was due before its generator warns: at the 99th percentile, in milliseconds. */

/** If a hundredth of the requests leaves later than this, it shows in the percentiles of the response time. */
export const usualLagWarningMs = 1;
/** Where machines are emulated: their timers are late by milliseconds. */
export const emulatedLagWarningMs = 10;
