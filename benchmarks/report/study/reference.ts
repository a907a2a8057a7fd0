/**
 * What the 2013 study printed (tables 4.8 to 4.21), as a reference beside a run's own figures. The numbers stand in
 * `statistics.csv` as they were printed, their flaws included.
 */
import { readFileSync } from "node:fs";

export interface StudyPoint {
  /** Table of the thesis. */
  readonly table: string;
  readonly loadReqPerSec: number;
  readonly mean: number;
  /** 1.96 · s / √N, as printed. */
  readonly margin: number;
}

export type StudyMetric = "cpu_percent" | "response_time_ms";

/** Points of one platform and layout, ascending by load; none for a layout the study did not have. */
export function studyPoints(platform: string, layout: string, metric: StudyMetric): StudyPoint[] {
  const [, ...lines] = readFileSync(new URL("statistics.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines
    .map((line) => line.split(","))
    .filter((cells) => cells[1] === platform && `${cells[2] ?? ""}core` === layout && cells[3] === metric)
    .map(([table = "", , , , load, mean, , , margin]) => {
      return { table, loadReqPerSec: Number(load), mean: Number(mean), margin: Number(margin) };
    })
    .toSorted((left, right) => left.loadReqPerSec - right.loadReqPerSec);
}
