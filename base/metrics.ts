/**
 * Every metric that a sample may carry: the one table from which records, schemas, samples, sums and columns of the report
 * follow. Comparisons join on these names. To add a metric, add its line here and measure it.
 */

interface Metric {
  readonly unit: "percent" | "count" | "req/s" | "ms";
  /** `count` adds up over intervals and generators; `rate` adds up over generators; a `gauge` never adds up. */
  readonly kind: "count" | "rate" | "gauge";
  readonly meaning: string;
  /** Head of its column, where a table shows it. */
  readonly title?: string;
  /** Name of its column in the statistics file of the study's application (appendix B.2 of the thesis). */
  readonly column?: string;
  /** Not every load generator counts it: it may be missing. */
  readonly isOptional?: true;
}

export const metrics = {
  "host.cpu.user": { unit: "percent", kind: "gauge", meaning: "sar: time in user space, nice and guest time within" },
  "host.cpu.nice": { unit: "percent", kind: "gauge", meaning: "sar: niced user time" },
  "host.cpu.system": { unit: "percent", kind: "gauge", meaning: "sar: time in the kernel, interrupts within" },
  "host.cpu.iowait": { unit: "percent", kind: "gauge", meaning: "sar: idle while a disk request was outstanding" },
  "host.cpu.steal": {
    unit: "percent",
    kind: "gauge",
    meaning: "sar: wanted to run while the hypervisor served others",
  },
  "host.cpu.idle": { unit: "percent", kind: "gauge", meaning: "sar: idle" },
  "host.cpu.busy": {
    unit: "percent",
    kind: "gauge",
    meaning: "share of all pCPUs that did work: 100 - idle - iowait - steal",
  },
  "xen.domain.cpu": { unit: "percent", kind: "gauge", meaning: "xentop: CPU of one domain, 100 for one pCPU" },
  "xen.host.cpu": { unit: "percent", kind: "gauge", meaning: "xentop: sum over domains / (pCPUs * 100) * 100" },
  "load.sent": { unit: "count", kind: "count", title: "Sent", meaning: "requests sent for the first time" },
  "load.succeeded": { unit: "count", kind: "count", title: "Succ", column: "Succ", meaning: "requests answered" },
  "load.failed": {
    unit: "count",
    kind: "count",
    title: "Fail",
    column: "Fail",
    meaning: "requests given up: no answer in time, an error as answer, or no link",
  },
  "load.retransmissions": {
    unit: "count",
    kind: "count",
    title: "Retr.",
    column: "Retransmission",
    meaning: "requests sent again after a time-out",
    isOptional: true,
  },
  "load.duplicates": {
    unit: "count",
    kind: "count",
    title: "Dup",
    column: "Dup",
    meaning: "answers to a request that was answered before",
    isOptional: true,
  },
  "load.late": {
    unit: "count",
    kind: "count",
    title: "Late",
    meaning: "answers to a request that was given up before",
    isOptional: true,
  },
  "load.throughput": {
    unit: "req/s",
    kind: "rate",
    column: "Thruput",
    meaning: "answered requests per second of the interval",
  },
  "load.responseTime.mean": {
    unit: "ms",
    kind: "gauge",
    column: "Avg",
    meaning: "mean over the interval, from the intended send time",
  },
  "load.responseTime.min": { unit: "ms", kind: "gauge", column: "Min", meaning: "least of the interval" },
  "load.responseTime.max": { unit: "ms", kind: "gauge", column: "Max", meaning: "greatest of the interval" },
  "service.gap": { unit: "ms", kind: "gauge", meaning: "longest time without an answer while requests were due" },
} as const satisfies Readonly<Record<string, Metric>>;

type Metrics = typeof metrics;
export type MetricName = keyof Metrics;

/** Names of the counts of a load: `sent` for `load.sent`. */
export type LoadCount = {
  [Name in MetricName]: Name extends `load.${infer Count}`
    ? Metrics[Name]["kind"] extends "count"
      ? Count
      : never
    : never;
}[MetricName];
/** Counts that a load generator may lack. */
export type OptionalLoadCount = {
  [Count in LoadCount]: Metrics[`load.${Count}`] extends { readonly isOptional: true } ? Count : never;
}[LoadCount];

/** Counts of one interval or of a whole load; what the generator does not count is absent. */
export type LoadCounts = Readonly<Record<Exclude<LoadCount, OptionalLoadCount>, number>> &
  Readonly<Partial<Record<OptionalLoadCount, number>>>;

/** The same as an application counts them, which does not see what was sent to it. */
export type AnswerCounts = Omit<LoadCounts, "sent"> & Partial<Pick<LoadCounts, "sent">>;

/** In the order of the table. */
export const loadCounts: readonly LoadCount[] = (Object.keys(metrics) as MetricName[]).flatMap((name) =>
  name.startsWith("load.") && metrics[name].kind === "count" ? [name.slice("load.".length) as LoadCount] : [],
);
export const optionalLoadCounts = loadCounts.filter(
  (count): count is OptionalLoadCount => "isOptional" in metrics[`load.${count}`],
);

/** Columns of the statistics file of the study's application, in the file's order: counts, rate, response times. */
export const statisticsColumns = Object.values<Metric>(metrics).flatMap(({ column }) => column ?? []);

/** Percentiles of the response time that summaries, tables and comparisons have, ascending. To add one, add its line here. */
export const percentiles = {
  p50: { percent: 50, title: "median response time" },
  p90: { percent: 90, title: "90th percentile" },
  p99: { percent: 99, title: "99th percentile" },
} as const;

export type Percentile = keyof typeof percentiles;
export const percentileNames = Object.keys(percentiles) as Percentile[];

/** A value for each of the names. */
export function perName<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

/** The counts of a record that holds more. */
export function countsIn(record: LoadCounts): LoadCounts {
  return Object.fromEntries(
    loadCounts.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])),
  ) as unknown as LoadCounts;
}

/** Sums of counts; a count that one of the addends lacks is missing from the sum. */
export function addedCounts(each: readonly LoadCounts[]): LoadCounts;
export function addedCounts(each: readonly AnswerCounts[]): AnswerCounts;
export function addedCounts(each: readonly AnswerCounts[]): AnswerCounts {
  const told = loadCounts.filter((name) => each.every((counts) => counts[name] !== undefined));
  return perName(told, (name) => each.reduce((sum, counts) => sum + (counts[name] ?? 0), 0));
}
