/** Requests per second, as the study counts them, that a load may have at most: two orders above what its simulators could send. */
export const mostReqPerSec = 1_000_000;
