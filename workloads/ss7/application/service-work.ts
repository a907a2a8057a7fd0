/** Work that stands for what a real service does with a request: looking up, deciding, charging. */

/** Rounds that one core of about 3 GHz does in a microsecond. */
const roundsPerUs = 700;

/**
 * Works for `us` microseconds of a reference processor. The amount of work is fixed, not its time: a slower or stolen
 * processor takes longer, which is what a comparison of platforms has to see. Answers a value so that nothing is optimised
 * away.
 */
export function work(us: number): number {
  let state = 0x9e3779b9;
  for (let round = us * roundsPerUs; round > 0; round -= 1) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  }
  return state;
}
