/** A comparison as JSON, for scripts: what the tables show, without the runs' own data. */
import type { Comparison } from "../../analysis/compare/compare.ts";
import type { ConditionDifference } from "../../analysis/compare/conditions.ts";
import type { Noise } from "../../analysis/compare/noise.ts";
import type { Finding } from "../../analysis/compare/threshold.ts";
import { plainNoise } from "./noise.ts";

/** Fields are those of `Comparison`; a side lists its runs' ids, a measure is its name with its unit. */
export function comparisonDocument(
  { sides, unit, loads, rows, missing }: Comparison,
  conditions: readonly ConditionDifference[],
  findings: readonly Finding[],
  noise: readonly Noise[],
) {
  return {
    sides: sides.map(({ name, runs }) => ({
      name,
      runs: runs.map(({ manifest }) => manifest.run),
      emulated: runs.some(({ manifest }) => manifest.emulated),
    })),
    comparable: conditions.every(({ forbids }) => !forbids),
    observation: unit,
    loads,
    rows: rows.map(({ measure, ...row }) => ({ measure: measure.name, unit: measure.unit, ...row })),
    missing,
    noise: noise.map(plainNoise),
    conditions,
    findings: findings.map(({ threshold, answer }) => ({ question: threshold.text, answer })),
  };
}
