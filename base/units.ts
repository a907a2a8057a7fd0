/** Conversions, each beside its inverse. Units stand last in every name: `memoryMiB`, `downtimeMs`, `rateReqPerSec`. */

const bytesPerMiB = 1024 * 1024;

export const mibToBytes = (mib: number): number => mib * bytesPerMiB;
export const bytesToMiB = (bytes: number): number => bytes / bytesPerMiB;

export const gibToMiB = (gib: number): number => gib * 1024;
export const mibToGiB = (mib: number): number => mib / 1024;

export const secToMs = (sec: number): number => sec * 1000;
export const msToSec = (ms: number): number => ms / 1000;

export const minToSec = (min: number): number => min * 60;
export const secToMin = (sec: number): number => sec / 60;

export const daySec = 86_400;
export const dayMs = 86_400_000;

/** Histograms hold whole microseconds. */
export const msToUs = (ms: number): number => ms * 1000;
export const usToMs = (us: number): number => us / 1000;
