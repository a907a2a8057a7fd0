/** What differs between builds of one and the same stack: a difference that is no greater says nothing of two platforms. */
import { mean, sampleStandardDeviation } from "simple-statistics";
import { confidenceLevel } from "../../../base/confidence.ts";
import { studentQuantile } from "../student-t.ts";
import { measures, type Measure, type MeasureName } from "./measures.ts";
import { sharedLoads, unitsOf, type LoadKey, type Side } from "./unit.ts";

export interface NoiseRow {
  readonly load: LoadKey;
  readonly measure: Measure & { readonly name: MeasureName };
  /** Builds that measured it. */
  readonly builds: number;
  /** Over the builds, in the measure's unit. */
  readonly mean: number;
  /** From build to build, in the measure's unit. */
  readonly deviation: number;
  /** Two further builds differ by no more with 95 % probability, in the measure's unit. */
  readonly differenceOfTwo: number;
}

/** The builds of one stack, compared with each other. */
export interface Noise {
  readonly stack: string;
  /** Name of the inventory. */
  readonly rack: string;
  /** When the last of the builds was measured, milliseconds since 1970. */
  readonly atMs: number;
  readonly rows: readonly NoiseRow[];
}

/**
 * Noise of a stack from its runs, each of a build of its own. The difference of two further builds is their 95 % prediction interval by
 * Student's t, for spreads that are normal: G. J. Hahn and W. Q. Meeker, Statistical Intervals (1991), section 4.7. A measure that fewer than
 * two builds have is left out, and so is a load that a build did not carry. Undefined without any.
 */
export function noiseOf(side: Side): Noise | undefined {
  const last = side.runs.at(-1)?.manifest;
  const rows = sharedLoads([side]).flatMap((load) => {
    const units = unitsOf(side, "run", load);
    // Figures of a full queue say how long it was, not how alike builds are.
    const isCarried = units.every(({ repetitions }) => repetitions.every(({ summary }) => summary.feasible !== false));
    if (!isCarried) return [];
    return measures.flatMap((measure: NoiseRow["measure"]): NoiseRow[] => {
      const values = units.map((unit) => measure.valueOf(unit)).filter((value) => value !== undefined);
      if (values.length < 2) return [];
      const deviation = sampleStandardDeviation(values);
      const quantile = studentQuantile((1 + confidenceLevel) / 2, values.length - 1);
      const differenceOfTwo = quantile * deviation * Math.SQRT2;
      return [{ load, measure, builds: values.length, mean: mean(values), deviation, differenceOfTwo }];
    });
  });
  if (last === undefined || rows.length === 0) return undefined;
  return { stack: last.stack, rack: last.inventory, atMs: last.endedAtMs ?? last.startedAtMs, rows };
}
