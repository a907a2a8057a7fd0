/**
 * `npm run bench`: what Crossbed itself costs, as ratios within one run, so that they mean the same on another machine. Each
 * part prints a sentence and a JSON line. `npm run bench -- --only a` runs one part, `--only bc` two; what they are: docs/benchmarks.md.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { coverage } from "./coverage.ts";
import type { Finding } from "./finding.ts";
import { loopbackLoad } from "./loopback-load.ts";
import { observingCost } from "./observing-cost.ts";
import { parserSpeed } from "./parser-speed.ts";
import { programTime } from "./program-time.ts";
import { querySpeed } from "./query-speed.ts";
import { reportCost } from "./report-cost.ts";
import { serviceCost } from "./service-cost.ts";
import { sippLoad } from "./sipp-load.ts";
import { studyCost } from "./study-cost.ts";

const parts: Readonly<Record<string, () => Iterable<Finding> | AsyncIterable<Finding>>> = {
  a: serviceCost,
  b: loopbackLoad,
  c: sippLoad,
  d: programTime,
  e: reportCost,
  f: parserSpeed,
  g: observingCost,
  h: querySpeed,
  i: coverage,
  j: studyCost,
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = Object.entries(parts).filter(([name]) => values.only?.includes(name) ?? true);
if (chosen.length === 0) {
  process.stderr.write(`--only is ${values.only ?? ""}; give letters of ${Object.keys(parts).join("")}.\n`);
  process.exit(2);
}
// A processor that others use makes every figure worse, and the first minute differ from the last.
const [loadAverage = 0] = loadavg();
if (loadAverage > 0.5) process.stderr.write(`The machine is busy (load ${loadAverage.toFixed(1)}): read with care.\n`);
for (const [part, measure] of chosen) {
  for await (const { text, figures } of measure()) {
    process.stdout.write(`${text}\n${JSON.stringify({ part, node: process.version, loadAverage, ...figures })}\n`);
  }
}
