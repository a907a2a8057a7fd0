/** How often one sample exceeds another. Source: N. Cliff, Dominance statistics, Psychological Bulletin 114 (1993). */

/** From -1 (every left value is below every right one) to 1; 0 when neither dominates. Both hold at least one value. */
export function cliffsDelta(left: readonly number[], right: readonly number[]): number {
  if (left.length === 0 || right.length === 0) throw new RangeError("both samples must hold a value");
  let dominance = 0;
  for (const a of left) for (const b of right) dominance += Math.sign(a - b);
  return dominance / (left.length * right.length);
}
