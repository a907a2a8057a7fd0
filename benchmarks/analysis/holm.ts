/** Several tests at once. Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian J. of Statistics 6 (1979). */

/** p-values adjusted so that comparing each with the wished level keeps it for all of them together; in the order given. */
export function holmAdjusted(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).toSorted((left, right) => left.p - right.p);
  const adjusted = ps.map(() => 1);
  let greatest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, p * (ps.length - rank)));
    adjusted[index] = greatest;
  }
  return adjusted;
}
