/** The statistics file of the study's application. A run keeps it with the other files of a node. */
import type { Collector } from "../collector.ts";
import { parseStatistics } from "./parser.ts";

export const stats: Collector = {
  reads: "statistics with the study's eight columns",
  options: [],
  read: (text, file) => {
    const report = parseStatistics(text, file);
    return { report, rows: report.rows.map(({ responseTimeMs, ...row }) => ({ ...row, ...responseTimeMs })) };
  },
};
