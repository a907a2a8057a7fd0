/** How much a reader of results takes in: a directory may come from elsewhere and be damaged. */
import { runFiles } from "./directory.ts";

/** Files of lines, with the most characters that a line of theirs may have. */
export const lineLimits = {
  [runFiles.cases]: 16 * 2 ** 20,
  [runFiles.samples]: 64 * 2 ** 10,
  [runFiles.warmUp]: 64 * 2 ** 10,
  [runFiles.histograms]: 2 ** 20,
} as const;
export type DataFile = keyof typeof lineLimits;
export const dataFiles = Object.keys(lineLimits) as readonly DataFile[];

/** In bytes, far above what a run of days at the study's size writes. A document is read at once, a file of lines streams by. */
export const limits = { document: 16 * 2 ** 20, file: 2 * 2 ** 30 } as const;
