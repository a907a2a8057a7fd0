/** SS7 point codes (ITU-T Q.704): which ones a testbed's processes have, and how they are written. */

/** 14 bits. */
export const greatestPointCode = 0x3fff;

/** Of the first cluster; the others follow. */
export const firstClusterPointCode = 101;

/** Of the first load generator; the others follow. */
export const firstGeneratorPointCode = 201;

/** 3, 8 and 3 bits, as ITU-T Q.704 writes a point code. */
export function formatPointCode(pointCode: number): string {
  return [pointCode >> 11, (pointCode >> 3) & 0xff, pointCode & 7].join(".");
}
