/** What a comparison compares: a line here is a row for each load that the sides share. */
import { invalidInput } from "../../../base/errors.ts";
import { percentileNames, percentiles, type Percentile } from "../../../base/metrics.ts";
import { extremeOf } from "../case-tally.ts";
import type { Unit } from "./unit.ts";

export interface Measure {
  /** As users name it on the command line. */
  readonly name: string;
  readonly title: string;
  /** Of the value and of a difference of two; percent of pCPUs differ by percentage points. */
  readonly unit: string;
  /** Undefined where the unit did not measure it: missing, never 0. */
  readonly valueOf: (unit: Unit) => number | undefined;
  /**
   * Half the width of the 95 % interval of one unit's mean that its own intervals give. Only where a measure is a mean over
   * intervals, and there are enough of them.
   */
  readonly marginOf?: (unit: Unit) => number | undefined;
}

type HopField =
  "hypervisorDowntimeMs" | "networkDowntimeMs" | "serviceDowntimeMs" | "totalMs" | "sentBytes" | "recoverySec";

/** In the order of the tables. */
export const measures = [
  {
    name: "cpu",
    title: "CPU of the active host",
    unit: "%",
    valueOf: (unit) => meanOf(unit.repetitions.map(({ summary }) => summary.cpuPercent?.mean)),
    marginOf: ({ repetitions: [only, ...more] }) =>
      more.length > 0 ? undefined : (only?.summary.cpuPercent?.seriesMargin ?? undefined),
  },
  {
    name: "mean",
    title: "mean response time",
    unit: "ms",
    // Over all answers: the sums of the repetitions, not a mean of their means.
    valueOf: ({ repetitions }) => {
      const sums = repetitions.map(({ summary: { responseTimeMs, succeeded } }) =>
        responseTimeMs === null || succeeded === null ? undefined : responseTimeMs.meanOfAnswers * succeeded,
      );
      const answers = repetitions.reduce((sum, { summary }) => sum + (summary.succeeded ?? 0), 0);
      const mean = meanOf(sums);
      return mean === undefined ? undefined : (mean * repetitions.length) / answers;
    },
    marginOf: ({ repetitions: [only, ...more] }) =>
      more.length > 0 ? undefined : (only?.summary.responseTimeMs?.seriesMargin ?? undefined),
  },
  ...percentileNames.map((name) => ({
    name,
    title: percentiles[name].title,
    unit: "ms",
    valueOf: (unit: Unit) => percentileOf(unit, name),
  })),
  {
    name: "max",
    title: "greatest response time",
    unit: "ms",
    valueOf: ({ repetitions }) => greatestOf(repetitions.map(({ summary }) => summary.responseTimeMs?.max)),
  },
  {
    name: "failed",
    title: "failed requests",
    unit: "%",
    valueOf: ({ repetitions }) => {
      const sent = meanOf(repetitions.map(({ summary }) => summary.sent ?? undefined));
      const failed = meanOf(repetitions.map(({ summary }) => summary.failed ?? undefined));
      return sent === undefined || failed === undefined || sent === 0 ? undefined : (100 * failed) / sent;
    },
  },
  hopMeasure("downtime-hypervisor", "downtime by the hypervisor", "ms", "hypervisorDowntimeMs"),
  hopMeasure("downtime-network", "downtime of the network", "ms", "networkDowntimeMs"),
  hopMeasure("downtime-service", "downtime of the service", "ms", "serviceDowntimeMs"),
  hopMeasure("migration-time", "time of a migration", "ms", "totalMs"),
  hopMeasure("migration-bytes", "bytes of a migration", "B", "sentBytes"),
  hopMeasure("recovery", "time back to normal", "s", "recoverySec"),
  {
    name: "migration-cpu",
    title: "CPU that a migration adds, both hosts",
    unit: "%",
    valueOf: (unit) =>
      meanOf(
        hopsOf(unit).map(({ cpuOverheadPoints }) =>
          meanOf(Object.values(cpuOverheadPoints).map((each): number | undefined => each.mean)),
        ),
      ),
  },
] as const satisfies readonly Measure[];

export type MeasureName = (typeof measures)[number]["name"];

/** Names with commas between them; none means all. @throws CrossbedError `invalid_input` that lists the measures. */
export function parseMeasures(text: string | undefined): MeasureName[] {
  const names: readonly MeasureName[] = measures.map(({ name }) => name);
  const asked = (text ?? "").split(",").map((each) => each.trim());
  const wrong = asked.filter((each) => each !== "" && !names.some((name) => name === each));
  if (wrong.length > 0) {
    const message = `${wrong.map((each) => JSON.stringify(each)).join(", ")} is no measure. Measures: ${names.join(", ")}.`;
    throw invalidInput("command line", [{ path: "--only", message }]);
  }
  return names.filter((name) => asked.includes(name));
}

/** The mean over a unit's hops. A hop that failed, or whose figure is missing, leaves the unit without a value. */
function hopMeasure<const Name extends string>(
  name: Name,
  title: string,
  unit: string,
  field: HopField,
): Measure & { readonly name: Name } {
  return {
    name,
    title,
    unit,
    valueOf: (each) =>
      meanOf(hopsOf(each).map((hop) => (hop.failure === undefined ? (hop[field] ?? undefined) : undefined))),
  };
}

function hopsOf({ repetitions }: Unit) {
  return repetitions.flatMap(({ summary }) => summary.hops ?? []);
}

/** Percentiles come from the histograms of all repetitions together. */
function percentileOf(unit: Unit, name: Percentile): number | undefined {
  const told = unit.repetitions.map(({ summary }) => summary.responseTimeMs);
  if (told.some((each) => each === null || each[name] === null)) return undefined;
  return unit.histogram().percentileMs(percentiles[name].percent, greatestOf(told.map((each) => each?.max)));
}

/** Undefined where one of the values is missing, or where there is none. */
function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 || told.length < values.length
    ? undefined
    : told.reduce((sum, value) => sum + value, 0) / told.length;
}

function greatestOf(values: readonly (number | null | undefined)[]): number | undefined {
  return extremeOf(
    values.map((value) => value ?? undefined),
    Math.max,
  );
}
