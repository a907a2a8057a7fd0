/** Guesses the name that somebody meant: the one with the fewest letters to change, add or leave out (Levenshtein 1966). */
export function closestTo(word: string, names: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const near = names
    .map((name) => ({ name, steps: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, steps }) => steps <= Math.max(1, Math.floor(Math.min(name.length, word.length) / 3)));
  return near.toSorted((left, right) => left.steps - right.steps)[0]?.name;
}

function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
