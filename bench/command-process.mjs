/**
 * Runs `crossbed` with its arguments as a user's process does, from the bundle, and prints what that cost as `CommandCost` on a last line.
 * Further commands, each after a `--then`, run one after another in the same process.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../toolchain/compiled.mjs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = { seconds: process.uptime(), processorSec: (userCPUTime + systemCPUTime) / 1e6, peakMB: maxRSS / 1000 };
  process.stdout.write(`${JSON.stringify(cost)}\n`);
});
const given = process.argv.splice(2);
const { href } = pathToFileURL(join(await bundle(), "cli/main.js"));
for (let number = 0; given.length > 0; number += 1) {
  const next = given.indexOf("--then");
  const command = given.splice(0, next === -1 ? given.length : next + 1).filter((word) => word !== "--then");
  process.argv.splice(2, Infinity, ...command);
  // Another address makes the command line run again; what it has loaded stays.
  await import(`${href}?${String(number)}`);
}
