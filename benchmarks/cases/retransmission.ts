/** When a request without an answer is sent again, and how often before it has failed. The study names neither; these are TCAP operation timers of the short class (ITU-T Q.775), tightened for a lab. */
export const requestTimeoutMs = 2000;
export const maxRetransmissions = 2;
