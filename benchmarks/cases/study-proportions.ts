/** Loads in the study's own proportions below a limit that was found. */
import { roundLoad } from "./load-search.ts";

/** What the study's loads on bare metal are of the greatest of them, 9450 req/s (table 3.1): 750, 2250, 4500, 6450, 7950 and 9450. */
const shares = [0.08, 0.24, 0.48, 0.68, 0.84, 1];

/** Ascending, in requests per second as the study counts them; fewer where the limit is so low that two round to one. */
export function loadsBelow(limitReqPerSec: number): number[] {
  return [...new Set(shares.map((share) => roundLoad(share * limitReqPerSec)))];
}
