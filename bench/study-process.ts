/** Runs `crossbed` with its arguments in this process, and prints what that cost as `StudyCost` on a last line. */
import { performance } from "node:perf_hooks";
import { msToSec, usToMs } from "../base/units.ts";
import { reportCommand } from "../cli/report.ts";
import type { StudyCost } from "./study-cost.ts";

const fromMs = performance.now();
await reportCommand().parseAsync(process.argv.slice(2), { from: "user" });
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const cost: StudyCost = {
  seconds: (performance.now() - fromMs) / 1000,
  processorSec: msToSec(usToMs(userCPUTime + systemCPUTime)),
  peakMB: maxRSS / 1000,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);
