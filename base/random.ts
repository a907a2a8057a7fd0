/** Reproducible random numbers: the same seed gives the same numbers on every machine. */

/** The greatest seed that a stack or a study may have: a positive 32-bit whole number. */
export const greatestSeed = 2 ** 31 - 1;

/** Numbers in [0, 1) that a seed (a whole number from 0) decides. Mulberry32 by Tommy Ettinger, public domain. */
export function randomSource(seed: number): () => number {
  // Seeds may differ in their upper bits alone.
  let state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
