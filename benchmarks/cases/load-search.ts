/**
 * Decides which load to try next in the search for the highest load that a testbed carries. The study found its loads so (thesis 3.7.1:
 * raised until requests fail): a geometric ramp, bisection by whole cases, then repeats at both ends of what is left. Pure: the same
 * outcomes give the same next step, so that a search goes on from the cases that are there.
 */
import { risk } from "../../base/confidence.ts";

/** Each step of the ramp is the one before times this. */
const rampFactor = 1.5;

export interface Probe {
  readonly reqPerSec: number;
  /** Undefined where the case says nothing of the platform: interrupted, or the generators could not offer the load. */
  readonly isCarried: boolean | undefined;
}

export interface SearchOptions {
  /** First load, and the most that may be tried, in requests per second as the study counts them. */
  readonly from: number;
  readonly most: number;
  /** The ends of the answer differ by this share at most, such as 0.05. */
  readonly resolution: number;
  /** Cases at the lower end that must all be carried. */
  readonly repeats: number;
}

export type SearchStep =
  | { readonly kind: "try"; readonly reqPerSec: number }
  | { readonly kind: "found"; readonly limit: Limit }
  /** The search cannot go on: why, in a sentence without a full stop. */
  | { readonly kind: "open"; readonly limit: Limit; readonly reason: string };

/** What is known of the limit: it is at least `carried` and below `failed`. */
export interface Limit {
  /** Highest load of which all cases were carried; absent when none was. */
  readonly carried?: LoadEvidence;
  /** Lowest load above it of which a case was not carried; absent when none failed. */
  readonly failed?: LoadEvidence;
}

export interface LoadEvidence {
  readonly reqPerSec: number;
  readonly cases: number;
  readonly carriedCases: number;
  /**
   * Upper end of a one-sided 95 % interval for the share of cases at this load that fail (C. J. Clopper and E. S. Pearson, Biometrika
   * 26, 1934); 1 when all of them failed.
   */
  readonly mostFailing: number;
}

/** Loads are whole requests per second from 10 up, and have three digits: nobody configures 4371.28. */
export function roundLoad(reqPerSec: number): number {
  return reqPerSec < 10 ? Math.max(1, Math.round(reqPerSec * 10) / 10) : Number(reqPerSec.toPrecision(3));
}

/** Decides the next step from all outcomes so far, in the order in which they came. */
export function nextStep(probes: readonly Probe[], options: SearchOptions): SearchStep {
  const limit = limitOf(probes);
  const { carried, failed } = limit;
  const last = probes.at(-1);
  if (last?.isCarried === undefined && last !== undefined) {
    return { kind: "open", limit, reason: `the case at ${String(last.reqPerSec)} req/s says nothing of the platform` };
  }
  const next = nextLoad(carried?.reqPerSec, failed?.reqPerSec, options);
  if (next !== undefined && !probes.some((probe) => probe.reqPerSec === next)) return { kind: "try", reqPerSec: next };
  if (carried === undefined) {
    return { kind: "open", limit, reason: `not even ${String(failed?.reqPerSec ?? options.from)} req/s is carried` };
  }
  if (carried.cases < options.repeats) return { kind: "try", reqPerSec: carried.reqPerSec };
  if (failed === undefined) {
    return {
      kind: "open",
      limit,
      reason: `${String(carried.reqPerSec)} req/s, the most that may be tried, is carried`,
    };
  }
  return { kind: "found", limit };
}

/** A load between the ends, above or below the one end that is known; undefined when the ends are close enough. */
function nextLoad(
  carried: number | undefined,
  failed: number | undefined,
  { from, most, resolution }: SearchOptions,
): number | undefined {
  if (carried === undefined && failed === undefined) return roundLoad(from);
  if (carried === undefined) {
    const lower = roundLoad((failed ?? from) / rampFactor);
    return lower < from / rampFactor ** 8 || lower === failed ? undefined : lower;
  }
  if (failed === undefined) return carried >= most ? undefined : Math.min(roundLoad(carried * rampFactor), most);
  const middle = roundLoad(Math.sqrt(carried * failed));
  return failed / carried <= 1 + resolution || middle <= carried || middle >= failed ? undefined : middle;
}

/** A load is carried when all its cases were; beyond the lowest load that failed nothing counts as carried. */
function limitOf(probes: readonly Probe[]): Limit {
  const loads = [...new Set(probes.map(({ reqPerSec }) => reqPerSec))].toSorted((left, right) => left - right);
  const evidence = loads.map((reqPerSec): LoadEvidence => {
    const outcomes = probes.filter((each) => each.reqPerSec === reqPerSec && each.isCarried !== undefined);
    const carriedCases = outcomes.filter(({ isCarried }) => isCarried).length;
    const cases = outcomes.length;
    return { reqPerSec, cases, carriedCases, mostFailing: upperBound(cases - carriedCases, cases) };
  });
  const judged = evidence.filter(({ cases }) => cases > 0);
  const failed = judged.find(({ cases, carriedCases }) => carriedCases < cases);
  const carried = judged.findLast(
    ({ cases, carriedCases, reqPerSec }) =>
      carriedCases === cases && (failed === undefined || reqPerSec < failed.reqPerSec),
  );
  return { ...(carried === undefined ? {} : { carried }), ...(failed === undefined ? {} : { failed }) };
}

/** The share at which so few failures among `cases` have the probability `risk`: by bisection on the binomial distribution. */
function upperBound(failures: number, cases: number): number {
  if (failures >= cases) return 1;
  let [low, high] = [failures / cases, 1];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(failures, cases, middle) > risk) low = middle;
    else high = middle;
  }
  return high;
}

function atMost(failures: number, cases: number, share: number): number {
  let [sum, ways] = [0, 1];
  for (let each = 0; each <= failures; each += 1) {
    sum += ways * share ** each * (1 - share) ** (cases - each);
    ways = (ways * (cases - each)) / (each + 1);
  }
  return sum;
}
