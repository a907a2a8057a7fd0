/** Stands in for the load generator: each load is over at once and had no request. The second case meets the fault. */
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , fault, here] = process.argv;
const print = (record) => process.stdout.write(`${JSON.stringify({ generator: "g", ...record })}\n`);
const counts = { sent: 0, succeeded: 0, failed: 0, retransmissions: 0, duplicates: 0 };
const isQueued = () => loads >= 2 && loads <= (fault === "queue" ? 3 : fault === "queue without end" ? 8 : 0);
let loads = -1; // the first line is the configuration

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { run } = JSON.parse(line);
    if (loads < 0) print({ kind: "ready", timeEpochMs: Date.now(), pid: process.pid });
    loads += 1;
    if (run === undefined) return;
    // The first load is of the first requests; with a queue the second is the first case's, the next six wait for it.
    if (loads === 3 && fault === "gone") process.exit(3);
    if (loads === 3 && fault === "foreign line") process.stdout.write("Broadcast message from root\n");
    if (loads === 3 && fault === "cut record") {
      process.stdout.write('{"kind":"interval","gener');
      process.exit(255);
    }
    if (loads === 2 && fault === "clock set") writeFileSync(`${here}/stepped`, "");
    const now = isQueued() ? { ...counts, sent: 5, failed: 5 } : counts;
    const startEpochMs = run.startAtEpochMs ?? Date.now();
    const endEpochMs = startEpochMs + run.durationMs;
    print({ kind: "interval", index: 0, startEpochMs, endEpochMs, phase: "measure", throughputPerSec: 0, ...now });
    print({
      kind: "final",
      startEpochMs,
      endEpochMs,
      interrupted: false,
      totals: now,
    });
  })
  .on("close", () => process.exit(0));
