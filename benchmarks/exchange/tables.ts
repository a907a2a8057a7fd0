/** The tables that results are asked by and exported as: columns, their types, units and meanings. Pure. */
import { confidenceText } from "../../base/confidence.ts";
import { loadCounts, metrics, percentileNames, percentiles } from "../../base/metrics.ts";
import { platformNames } from "../../platforms/index.ts";
import type { HopFigures, Summary, SummaryCase } from "../results/summary.ts";

export type Cell = string | number | boolean | null;

/** A column; its name carries its unit. `of` gives its cell in a row's source. */
export interface Column<Source> {
  readonly name: string;
  readonly type: "VARCHAR" | "DOUBLE" | "BIGINT" | "BOOLEAN" | "TIMESTAMP";
  readonly meaning: string;
  readonly of: (source: Source) => Cell;
}

export interface Run {
  readonly directory: string;
  readonly summary: Summary;
}
export interface CaseOfRun extends Run {
  readonly one: SummaryCase;
}
export interface HopOfRun extends CaseOfRun {
  readonly hop: HopFigures;
  /** Counts from 1 within its case. */
  readonly number: number;
}

function column<Source>(
  name: string,
  type: Column<Source>["type"],
  meaning: string,
  of: (source: Source) => Cell | undefined,
): Column<Source> {
  return { name, type, meaning, of: (source) => of(source) ?? null };
}

/** `20261123T030512Z-1a2b` as SQL reads a time. */
function startOf(run: string): string {
  return run.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/u, "$1-$2-$3 $4:$5:$6");
}

/** What tells a run; these columns lead in every table. */
const runKey: readonly Column<Run>[] = [
  column("run", "VARCHAR", "the run's id, which is its directory's name", ({ summary }) => summary.run),
  column("stack", "VARCHAR", "such as kvm-6core", ({ summary }) => summary.stack),
  column("platform", "VARCHAR", platformNames.join(", "), ({ summary }) => summary.platform),
  column("layout", "VARCHAR", "such as 6core", ({ summary }) => summary.layout),
  column(
    "emulated",
    "BOOLEAN",
    "whether the hosts were emulated: no statement about hardware",
    ({ summary }) => summary.emulated,
  ),
];

export const runColumns: readonly Column<Run>[] = [
  ...runKey,
  column(
    "imported",
    "BOOLEAN",
    "whether it was recorded elsewhere and imported",
    ({ summary }) => summary.imported === true,
  ),
  column("started", "TIMESTAMP", "when it began, UTC", ({ summary }) => startOf(summary.run)),
  column("status", "VARCHAR", "complete, interrupted, failed or running", ({ summary }) => summary.status),
  column("workload", "VARCHAR", "kind of the workload", ({ summary }) => summary.workload ?? "ss7"),
  column("load_scale", "DOUBLE", "offered load for one of the study's", ({ summary }) => summary.scale.load),
  column("cases", "BIGINT", "repetitions that are over", ({ summary }) => summary.cases.length),
  column("warnings", "BIGINT", "warnings of the run and its cases", ({ summary }) =>
    summary.cases.reduce((sum, { warnings }) => sum + warnings.length, summary.warnings.length),
  ),
  column("directory", "VARCHAR", "where it lay when it was read", ({ directory }) => directory),
];

const caseKey: readonly Column<CaseOfRun>[] = [
  ...runKey,
  column("case_name", "VARCHAR", "the study's number, or stack and load", ({ one }) => one.case),
  column("repetition", "BIGINT", "counts from 1", ({ one }) => one.repetition),
  column("nominal_req_per_sec", "DOUBLE", "load as the study counts it", ({ one }) => one.nominalReqPerSec),
];

export const caseColumns: readonly Column<CaseOfRun>[] = [
  ...caseKey,
  column("outcome", "VARCHAR", "completed, interrupted or failed", ({ one }) => one.outcome),
  column(
    "feasible",
    "BOOLEAN",
    "whether the load was carried; null when nothing was measured",
    ({ one }) => one.feasible,
  ),
  column("measured_sec", "DOUBLE", "length of the measured window", ({ one }) => one.measuredSec),
  column("offered_req_per_sec", "DOUBLE", "load that was offered", ({ one }) => one.offeredReqPerSec),
  column("achieved_req_per_sec", "DOUBLE", "answered requests per second", ({ one }) => one.achievedReqPerSec),
  ...loadCounts.map((name) =>
    column<CaseOfRun>(name, "BIGINT", metrics[`load.${name}`].meaning, ({ one }) => one[name]),
  ),
  column(
    "cpu_percent",
    "DOUBLE",
    "active host: mean share of all its pCPUs that did work",
    ({ one }) => one.cpuPercent?.mean,
  ),
  column(
    "cpu_margin_percent",
    "DOUBLE",
    `half of its ${confidenceText} interval; null where too short`,
    ({ one }) => one.cpuPercent?.seriesMargin,
  ),
  column("response_mean_ms", "DOUBLE", "mean over all answers", ({ one }) => one.responseTimeMs?.meanOfAnswers),
  ...percentileNames.map((name) =>
    column<CaseOfRun>(
      `response_${name}_ms`,
      "DOUBLE",
      `${percentiles[name].title} over all answers`,
      ({ one }) => one.responseTimeMs?.[name],
    ),
  ),
  column("response_max_ms", "DOUBLE", "greatest over all answers", ({ one }) => one.responseTimeMs?.max),
  column(
    "send_lag_p99_ms",
    "DOUBLE",
    "how late the load itself left, 99th percentile",
    ({ one }) => one.sendLagMs?.p99,
  ),
];

export const hopColumns: readonly Column<HopOfRun>[] = [
  ...caseKey,
  column("hop", "BIGINT", "counts from 1 within the case", ({ number }) => number),
  column("guest", "VARCHAR", "guest that moved", ({ hop }) => hop.guest),
  column("source", "VARCHAR", "host that it left", ({ hop }) => hop.from),
  column("destination", "VARCHAR", "host where it arrived", ({ hop }) => hop.to),
  column("failure", "VARCHAR", "why it did not arrive; null when it did", ({ hop }) => hop.failure),
  column("total_ms", "DOUBLE", "from the call to its return", ({ hop }) => hop.totalMs),
  column("hypervisor_downtime_ms", "DOUBLE", "vCPUs stopped", ({ hop }) => hop.hypervisorDowntimeMs),
  column(
    "network_downtime_ms",
    "DOUBLE",
    "longest time without an answer to the probe",
    ({ hop }) => hop.networkDowntimeMs,
  ),
  column(
    "service_downtime_ms",
    "DOUBLE",
    "longest time without an answer of the moved cluster",
    ({ hop }) => hop.serviceDowntimeMs,
  ),
  column(
    "sent_bytes",
    "BIGINT",
    "what left the source by the card of the migration network",
    ({ hop }) => hop.sentBytes,
  ),
  column("failed", "BIGINT", "requests of the moved cluster that were given up", ({ hop }) => hop.failed),
];

const units = [...new Set(Object.values(metrics).map(({ unit }) => unit))];

/** `samples` is read from the files as they are; `run` joins it with `runs`. */
export const sampleColumns: readonly Omit<Column<never>, "of">[] = [
  ...runKey.map(({ name, type, meaning }) => ({ name, type, meaning })),
  { name: "case_name", type: "VARCHAR", meaning: "as in cases" },
  { name: "repetition", type: "BIGINT", meaning: "as in cases" },
  { name: "time", type: "TIMESTAMP", meaning: "end of its interval by the run's clock, UTC" },
  { name: "metric", type: "VARCHAR", meaning: "such as load.sent, host.cpu.busy" },
  { name: "unit", type: "VARCHAR", meaning: units.join(", ") },
  { name: "value", type: "DOUBLE", meaning: "the number" },
  { name: "host", type: "VARCHAR", meaning: "host that it belongs to; null for a load" },
  { name: "generator", type: "VARCHAR", meaning: "generator that it belongs to; null for a host" },
  { name: "cluster", type: "VARCHAR", meaning: "cluster of guests that the generator loads" },
  { name: "cpu", type: "VARCHAR", meaning: "pCPU, or all" },
  { name: "domain", type: "VARCHAR", meaning: "Xen domain that it belongs to" },
];

/** Every table by name, in the order in which documents show them. */
export const tables = { runs: runColumns, cases: caseColumns, hops: hopColumns, samples: sampleColumns } as const;
