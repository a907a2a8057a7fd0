/** How much work, load and threads the reference service and its generator accept: as settings of a stack, and as their processes' configuration. */
export const mostReqPerSec = 1_000_000;
/** No machine in sight has more processors for one service. */
export const mostWorkers = 256;
export const mostServiceWorkUs = 1_000_000;
/** Node.js 20 holds less than 4 GiB in one array. */
export const mostMemoryMiB = 4000;
export const mostPagesPerRequest = 10_000;
export const mostBytesPerRequest = 65_536;
export const mostSyncEveryRequests = 1_000_000;
