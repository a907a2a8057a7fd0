/** How the requests of a load follow each other: equally spaced, or as a Poisson process. */
export const arrivals = ["constant", "poisson"] as const;
export type Arrival = (typeof arrivals)[number];
