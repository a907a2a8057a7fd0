/** A reproducible random order: the same seed gives the same order on every machine. */
import { randomSource } from "../../base/random.ts";

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
