/** What tables 4.8 to 4.21 say together: of one case in two tables, of a curve, and of the loads in tables 3.1 to 3.7. */
import { linearRegression } from "simple-statistics";
import { curveOf, type CurveKey, type PrintedRow } from "./printed.ts";
import type { RowCheck } from "./row.ts";

export interface TriedLoad {
  readonly table: string;
  readonly platform: string;
  readonly layout: string;
  readonly nominalReqPerSec: number;
  readonly wasFeasible: boolean;
}

export type CurveFinding =
  /** CPU and response time of one case, both every ten seconds of the same twenty minutes, have different numbers of values. */
  | {
      readonly kind: "counts-differ";
      readonly row: PrintedRow;
      readonly cpuTable: string;
      readonly cpu: readonly number[];
      readonly response: readonly number[];
    }
  /** CPU, said to be almost linear in the load, grows by less than half of its mean slope. Percent per 1000 req/s. */
  | {
      readonly kind: "bend";
      readonly from: PrintedRow;
      readonly to: PrintedRow;
      readonly slope: number;
      readonly mean: number;
    }
  /** A mean below that of a lower load. */
  | { readonly kind: "falls"; readonly from: PrintedRow; readonly to: PrintedRow }
  /** Feasible in tables 3.1 to 3.7, and without a row; or the other way round. */
  | { readonly kind: "load-missing"; readonly table: string; readonly load: TriedLoad }
  | { readonly kind: "load-not-tried"; readonly row: PrintedRow }
  /** No load was found that the testbed could not carry, though loads were raised until requests failed: the limit is not known. */
  | { readonly kind: "no-limit"; readonly load: TriedLoad };

const keyOf = ({ platform, layout }: Pick<CurveKey, "platform" | "layout">): string => `${platform} ${layout}`;

/** In the order of the tables. */
export function checkCurves(checks: readonly RowCheck[], tried: readonly TriedLoad[]): CurveFinding[] {
  const rows = checks.map(({ row }) => row);
  const curves = [...new Map(rows.map((row) => [`${keyOf(row)} ${row.metric}`, row])).values()].map((key) =>
    curveOf(rows, key),
  );
  return [...curves.flatMap(checkShape), ...checkCounts(checks), ...checkLoads(rows, tried)];
}

function checkShape(curve: readonly PrintedRow[]): CurveFinding[] {
  const [first] = curve;
  if (first === undefined || curve.length < 2) return [];
  const slopeOf = 1000 * linearRegression(curve.map((row) => [row.nominalReqPerSec, row.mean.value])).m;
  return curve.slice(1).flatMap((to, index): CurveFinding[] => {
    const from = curve[index] ?? first;
    const rise = to.mean.value - from.mean.value;
    if (rise < 0) return [{ kind: "falls", from, to }];
    const slope = (1000 * rise) / (to.nominalReqPerSec - from.nominalReqPerSec);
    const bends = to.metric === "cpu_percent" && curve.length > 2 && slope < slopeOf / 2;
    return bends ? [{ kind: "bend", from, to, slope, mean: slopeOf }] : [];
  });
}

/** With several active nodes a case has a response time of each: their number divides the values. */
function checkCounts(checks: readonly RowCheck[]): CurveFinding[] {
  return checks.flatMap(({ row, counts: response }): CurveFinding[] => {
    if (row.metric !== "response_time_ms" || response === undefined) return [];
    const of = checks.find(
      (each) =>
        each.row.metric === "cpu_percent" &&
        keyOf(each.row) === keyOf(row) &&
        each.row.nominalReqPerSec === row.nominalReqPerSec,
    );
    const cpu = of?.counts;
    if (of === undefined || cpu === undefined) return [];
    const agrees = response.some((count) => cpu.some((each) => count % each === 0));
    return agrees ? [] : [{ kind: "counts-differ", row, cpuTable: of.row.table, cpu, response }];
  });
}

function checkLoads(rows: readonly PrintedRow[], tried: readonly TriedLoad[]): CurveFinding[] {
  const metrics = ["cpu_percent", "response_time_ms"] as const;
  const isOf = (row: PrintedRow, load: TriedLoad): boolean =>
    keyOf(row) === keyOf(load) && row.nominalReqPerSec === load.nominalReqPerSec;
  const missing = tried
    .filter(({ wasFeasible }) => wasFeasible)
    .flatMap((load) =>
      metrics.flatMap((metric): CurveFinding[] => {
        const table = rows.find((row) => keyOf(row) === keyOf(load) && row.metric === metric)?.table;
        return table === undefined || rows.some((row) => row.metric === metric && isOf(row, load))
          ? []
          : [{ kind: "load-missing", table, load }];
      }),
    );
  const untried = rows
    .filter((row) => !tried.some((load) => load.wasFeasible && isOf(row, load)))
    .map((row): CurveFinding => ({ kind: "load-not-tried", row }));
  const highest = [...new Map(tried.map((load) => [keyOf(load), load])).values()].map((each) =>
    tried.filter((load) => keyOf(load) === keyOf(each)),
  );
  const open = highest.flatMap((loads): CurveFinding[] => {
    const last = loads.at(-1);
    return last === undefined || loads.some(({ wasFeasible }) => !wasFeasible)
      ? []
      : [{ kind: "no-limit", load: last }];
  });
  return [...missing, ...untried, ...open];
}
