/**
 * What the 2013 study printed (tables 4.7 to 4.21), as a reference beside a run's own figures. The numbers stand in
 * `migration.csv` and `statistics.csv` as they were printed, their flaws included.
 */
import { readFileSync } from "node:fs";

export interface StudyPoint {
  /** Table of the thesis. */
  readonly table: string;
  readonly nominalReqPerSec: number;
  readonly mean: number;
  /** 1.96 · s / √N, as printed. */
  readonly margin: number;
}

export type StudyMetric = "cpu_percent" | "response_time_ms";

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

/** Cells of each line below the head. No cell of the study's has a comma in it. */
function linesOf(file: "migration.csv" | "statistics.csv"): string[][] {
  const [, ...lines] = readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => line.split(","));
}
