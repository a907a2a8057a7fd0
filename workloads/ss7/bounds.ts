/** How much work and how many threads the reference service accepts: as settings of a stack, and as its processes' configuration. */
/** No machine in sight has more processors for one service. */
export const mostWorkers = 256;
export const mostServiceWorkUs = 1_000_000;
/** Node.js 20 holds less than 4 GiB in one array. */
export const mostMemoryMiB = 4000;
export const mostPagesPerRequest = 10_000;
export const mostBytesPerRequest = 65_536;
export const mostSyncEveryRequests = 1_000_000;
