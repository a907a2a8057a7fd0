/** Where labels go that want to stand beside their curves, and must not lie over each other. */

/**
 * Places at least `gap` apart, in the order of those that were wanted, as near to them as a pass down and a pass up leave them. Between
 * `low` and `high` where that holds them all; else they go on beyond `high`.
 */
export function placeLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((at, index) => ({ at, index })).toSorted((left, right) => left.at - right.at);
  const room = Math.max(high, low + gap * (wanted.length - 1));
  let next = low;
  const down = order.map(({ at, index }) => {
    const place = Math.max(at, next);
    next = place + gap;
    return { place, index };
  });
  next = room;
  const places = [...wanted];
  for (const { place, index } of down.toReversed()) {
    places[index] = Math.min(place, next);
    next = Math.min(place, next) - gap;
  }
  return places;
}
