/** When requests are due. The schedule is fixed before the run: it never waits for answers. */
import type { Arrival } from "../../../base/arrivals.ts";
import { randomSource } from "../../../base/random.ts";

/** Times from the start of the run in milliseconds, rising, all below `lengthMs`. */
export function* arrivalTimesMs(
  arrival: Arrival,
  rateReqPerSec: number,
  seed: number,
  lengthMs: number,
): Generator<number, undefined> {
  const random = randomSource(seed);
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
