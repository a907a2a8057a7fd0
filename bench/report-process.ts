/** Reports the runs whose directories are its arguments, one after another, and prints what that cost as `ReportCost`. */
import { performance } from "node:perf_hooks";
import { writeReport } from "../benchmarks/report/write.ts";
import type { ReportCost } from "./report-cost.ts";

const fromMs = performance.now();
for (const directory of process.argv.slice(2)) await writeReport(directory);
const cost: ReportCost = {
  seconds: (performance.now() - fromMs) / 1000,
  peakMB: process.resourceUsage().maxRSS / 1000,
};
process.stdout.write(JSON.stringify(cost));
