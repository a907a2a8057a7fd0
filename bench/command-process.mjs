/** Runs `crossbed` with its arguments as a user's process does, from the bundle, and prints what that cost as `CommandCost` on a last line. */
import { load } from "../toolchain/compiled.mjs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = { seconds: process.uptime(), processorSec: (userCPUTime + systemCPUTime) / 1e6, peakMB: maxRSS / 1000 };
  process.stdout.write(`${JSON.stringify(cost)}\n`);
});
await load("cli/main.ts");
