/** When a load counts as carried in the search for a limit. */
import type { SummaryCase } from "../results/summary.ts";

/** No failed request and the whole load answered (`judgeFeasibility`), and what is stated here on top of it. */
export interface Objective {
  /** The 99th percentile of the response time is at most so many milliseconds. */
  readonly p99Ms?: number;
  /** The active host's CPU is busy for at most this share, percent of all its pCPUs. */
  readonly cpuPercent?: number;
}

export interface Carried {
  /** Undefined when the case says nothing of the platform, or lacks a figure that the objective names. */
  readonly isCarried: boolean | undefined;
  /** One sentence each, without a full stop; empty when it is carried. */
  readonly reasons: readonly string[];
}

export function judgeObjective(summary: SummaryCase, { p99Ms, cpuPercent }: Objective): Carried {
  if (summary.feasible !== true) return { isCarried: summary.feasible ?? undefined, reasons: summary.reasons };
  const limits = [
    { name: "p99", value: summary.responseTimeMs?.p99 ?? undefined, most: p99Ms, unit: "ms" },
    { name: "CPU", value: summary.cpuPercent?.mean, most: cpuPercent, unit: "%" },
  ].flatMap(({ most, ...limit }) => (most === undefined ? [] : [{ ...limit, most }]));
  const missing = limits.filter(({ value }) => value === undefined);
  if (missing.length > 0) {
    return { isCarried: undefined, reasons: missing.map(({ name }) => `the case has no ${name}`) };
  }
  const beyond = limits.filter(({ value = 0, most }) => value > most);
  return {
    isCarried: beyond.length === 0,
    reasons: beyond.map(
      ({ name, value = 0, most, unit }) => `${name} is ${value.toPrecision(3)} ${unit}, more than ${String(most)}`,
    ),
  };
}
