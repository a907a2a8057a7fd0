/** How long anything waits for a lock that another run holds, in seconds: longer than what is done under a lock of ours takes. */
export const lockWaitSec = 3600;
