/** When requests are due. The schedule is fixed before the run: it never waits for answers. */

/** Times from the start of the run in milliseconds, rising, all below `lengthMs`. */
export function* arrivalTimesMs(
  arrival: "constant" | "poisson",
  rateReqPerSec: number,
  seed: number,
  lengthMs: number,
): Generator<number, undefined> {
  const random = randomNumbers(seed);
  const gapMs = 1000 / rateReqPerSec;
  // Generators that run side by side start at one time: the seed shifts each one's first request within its first gap.
  const firstMs = random() * gapMs;
  if (arrival === "constant") {
    for (let index = 0; ; index += 1) {
      const atMs = firstMs + index * gapMs;
      if (atMs >= lengthMs) return undefined;
      yield atMs;
    }
  }
  // Gaps of a Poisson process are exponentially distributed: inverse of its distribution function.
  let atMs = 0;
  for (;;) {
    atMs += -Math.log(1 - random()) * gapMs;
    if (atMs >= lengthMs) return undefined;
    yield atMs;
  }
}

/** Numbers in [0, 1) that a seed decides: Mulberry32 by Tommy Ettinger, public domain. */
export function randomNumbers(seed: number): () => number {
  // Seeds may differ in their upper bits alone.
  let state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
