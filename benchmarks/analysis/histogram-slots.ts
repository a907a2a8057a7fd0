/**
 * Which values share a slot of a histogram. Source: HdrHistogram, AbstractHistogram.java. Whole numbers below twice `half` have a slot
 * each; from there on every doubling has `half` slots, so that all are as exact in relation to their values.
 */

/** For values of three significant digits. */
export const halfOfThreeDigits = halfOf(3);

/** Slots of one doubling, for so many significant digits. */
export function halfOf(digits: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(2 * 10 ** digits)) - 1);
}

/** How often values doubled before this slot. */
function doublingsOf(slot: number, half: number): number {
  return Math.max(0, Math.floor(slot / half) - 1);
}

export function leastOf(slot: number, half: number): number {
  const doublings = doublingsOf(slot, half);
  return (slot - doublings * half) * 2 ** doublings;
}

export function greatestOf(slot: number, half: number): number {
  return leastOf(slot, half) + 2 ** doublingsOf(slot, half) - 1;
}

/** Slot of a whole number that is not below 0. */
export function slotOf(value: number, half: number): number {
  let doublings = 0;
  while (value / 2 ** doublings >= 2 * half) doublings += 1;
  return doublings * half + Math.floor(value / 2 ** doublings);
}

/** A copy of counts, long enough for one more slot. */
export function withSlot(counts: Float64Array, slot: number): Float64Array {
  const copy = new Float64Array(2 ** Math.ceil(Math.log2(slot + 1)));
  copy.set(counts);
  return copy;
}
