/** How much a reader of results takes in: a directory may come from elsewhere and be damaged. */

/** Files of lines, with the most characters that a line of theirs may have. */
export const lineLimits = {
  "cases.jsonl": 16 * 2 ** 20,
  "samples.jsonl": 64 * 2 ** 10,
  "warm-up.jsonl": 64 * 2 ** 10,
  "histograms.jsonl": 2 ** 20,
} as const;
export type DataFile = keyof typeof lineLimits;
export const dataFiles = Object.keys(lineLimits) as readonly DataFile[];

/** In bytes, far above what a run of days at the study's size writes. A document is read at once, a file of lines streams by. */
export const limits = { document: 16 * 2 ** 20, file: 2 * 2 ** 30 } as const;
