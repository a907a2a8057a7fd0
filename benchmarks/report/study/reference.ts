/**
 * What the 2013 study printed (tables 4.1 to 4.21), as a reference beside a run's own figures. The numbers stand in
 * `overview.csv`, `migration.csv` and `statistics.csv` as they were printed, their flaws included.
 */
import { readFileSync } from "node:fs";
import { studyCases } from "../../cases/study.ts";
import type { PrintedTables } from "../../analysis/printed/check.ts";
import type { OverviewCell } from "../../analysis/printed/overview.ts";
import { printed, type PrintedMetric } from "../../analysis/printed/printed.ts";

export interface StudyPoint {
  /** Table of the thesis. */
  readonly table: string;
  readonly nominalReqPerSec: number;
  readonly mean: number;
  /** 1.96 · s / √N, as printed. */
  readonly margin: number;
}

export type StudyMetric = PrintedMetric;

/** Live migration as the study found it (table 4.7); from and to are the ends of the range that it printed. */
export interface StudyMigration {
  readonly overheadPercent: { readonly active: number; readonly passive: number };
  readonly downtimeMs: { readonly from: number; readonly to: number };
  readonly totalSec: { readonly from: number; readonly to: number };
}

/** The conditions that choose numbers of the study. `workload` is absent in runs of earlier versions. */
export interface Measured {
  readonly platform: string;
  readonly layout: string;
  readonly workload?: string | undefined;
}

/** The workload of the study: beside another one its numbers say nothing. */
const studyWorkload = "ss7";

const isComparable = ({ workload = studyWorkload }: Pick<Measured, "workload">): boolean => workload === studyWorkload;

/** Undefined for a platform where the study moved nothing, and for another workload. */
export function studyMigration({ platform, ...of }: Omit<Measured, "layout">): StudyMigration | undefined {
  if (!isComparable(of)) return undefined;
  const [cells] = linesOf("migration.csv").filter((line) => line[1] === platform);
  if (cells === undefined) return undefined;
  const [active = NaN, passive = NaN, ...ranges] = cells.slice(3).map(Number);
  const [fromMs = NaN, toMs = NaN, fromSec = NaN, toSec = NaN] = ranges;
  return {
    overheadPercent: { active, passive },
    downtimeMs: { from: fromMs, to: toMs },
    totalSec: { from: fromSec, to: toSec },
  };
}

/** Points of one platform and layout, ascending by load; none for a layout that the study did not have, and for another workload. */
export function studyPoints({ platform, layout, ...of }: Measured, metric: StudyMetric): StudyPoint[] {
  if (!isComparable(of)) return [];
  return linesOf("statistics.csv")
    .filter((cells) => cells[1] === platform && `${cells[2] ?? ""}core` === layout && cells[3] === metric)
    .map(([table = "", , , , load, mean, , , margin]) => {
      return { table, nominalReqPerSec: Number(load), mean: Number(mean), margin: Number(margin) };
    })
    .toSorted((left, right) => left.nominalReqPerSec - right.nominalReqPerSec);
}

/** Everything that the study printed and that another of its numbers can be held against. */
export function printedTables(): PrintedTables {
  const rows = linesOf("statistics.csv").map(
    ([table = "", platform = "", cores = "", metric, load, mean = "", variance = "", deviation = "", margin = ""]) => ({
      ...keyOf(table, platform, cores, metric),
      nominalReqPerSec: Number(load),
      mean: printed(mean),
      variance: printed(variance),
      deviation: printed(deviation),
      margin: printed(margin),
    }),
  );
  const overview = linesOf("overview.csv").flatMap(([table = "", platform = "", cores = "", metric, ...values]) =>
    values.map((value, index): OverviewCell => {
      const atReqPerSec = overviewLoads[index] ?? NaN;
      return { ...keyOf(table, platform, cores, metric), atReqPerSec, value: printed(value) };
    }),
  );
  return { rows, overview, tried: studyCases.filter(({ table }) => table.startsWith("3.")) };
}

/** Columns of tables 4.1 to 4.6, in requests per second. */
const overviewLoads = [2000, 3500, 5000] as const;

function keyOf(table: string, platform: string, cores: string, metric: string | undefined) {
  const named: StudyMetric = metric === "cpu_percent" ? metric : "response_time_ms";
  return { table, platform, layout: `${cores}core`, metric: named };
}

/** Cells of each line below the head. No cell of the study's has a comma in it. */
function linesOf(file: "migration.csv" | "overview.csv" | "statistics.csv"): string[][] {
  const [, ...lines] = readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => line.split(","));
}
