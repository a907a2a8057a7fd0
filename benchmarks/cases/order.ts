/** A reproducible random order: the same seed gives the same order on every machine. */

/** Numbers in [0, 1) from a 32-bit seed. Mulberry32 by Tommy Ettinger (public domain). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Items in random order by `seed` (Fisher and Yates; Durstenfeld's form, CACM algorithm 235). The argument stays as it is. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = randomSource(seed);
  const result: Item[] = [];
  for (const [index, item] of items.entries()) {
    const place = Math.floor(random() * (index + 1));
    const moved = result[place];
    if (moved === undefined) result.push(item);
    else {
      result.push(moved);
      result[place] = item;
    }
  }
  return result;
}
