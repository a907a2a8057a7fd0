/** Curves of testbeds against load, and where those of one question cross. */
import { mean, sampleVariance } from "simple-statistics";
import type { MeasureName } from "../compare/measures.ts";
import { crossingsOf, type Crossing, type CurveMean } from "./crossings.ts";
import type { Testbed } from "./testbed.ts";

export interface Trend {
  readonly testbed: Testbed;
  readonly points: readonly (CurveMean & { readonly values: readonly number[]; readonly isCarried: boolean })[];
  /** Of the errors, which share one spread over all loads; 0 where nothing was repeated. */
  readonly freedom: number;
}

/** Means over repetitions by load, ascending; loads with a migration left out. */
export function trendOf(testbed: Testbed, measure: MeasureName): Trend {
  const byLoad = new Map<number, number[]>();
  const failed = new Set<number>();
  for (const { load, values, isCarried } of testbed.observations("repetition")) {
    const value = values[measure];
    if (load.hasMigration || value === undefined) continue;
    if (!isCarried) failed.add(load.nominalReqPerSec);
    byLoad.set(load.nominalReqPerSec, [...(byLoad.get(load.nominalReqPerSec) ?? []), value]);
  }
  const samples = [...byLoad].toSorted(([left], [right]) => left - right);
  const freedom = samples.reduce((sum, [, values]) => sum + values.length - 1, 0);
  const spread = samples.reduce(
    (sum, [, values]) => sum + (values.length > 1 ? sampleVariance(values) * (values.length - 1) : 0),
    0,
  );
  const deviation = freedom === 0 ? undefined : Math.sqrt(spread / freedom);
  const points = samples.map(([reqPerSec, values]) => ({
    reqPerSec,
    values,
    isCarried: !failed.has(reqPerSec),
    mean: mean(values),
    error: deviation === undefined ? undefined : deviation / Math.sqrt(values.length),
  }));
  return { testbed, points, freedom };
}

export interface TrendCrossing extends Crossing {
  readonly left: Testbed;
  readonly right: Testbed;
  readonly measure: MeasureName;
}

/** Of every two testbeds that share a platform or a layout, as the study's figures show them. */
export function trendCrossings(testbeds: readonly Testbed[], measure: MeasureName): TrendCrossing[] {
  const trends = testbeds.map((testbed) => trendOf(testbed, measure));
  return trends.flatMap((left, index) =>
    trends.slice(index + 1).flatMap((right): TrendCrossing[] => {
      const [a, b] = [left.testbed, right.testbed];
      if (a.platform !== b.platform && a.layout !== b.layout) return [];
      const freedom = left.freedom === 0 || right.freedom === 0 ? 0 : left.freedom + right.freedom;
      return crossingsOf(carried(left), carried(right), freedom).map((crossing) => ({
        ...crossing,
        left: a,
        right: b,
        measure,
      }));
    }),
  );
}

function carried({ points }: Trend): Trend["points"] {
  return points.filter(({ isCarried }) => isCarried);
}
