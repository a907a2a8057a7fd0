// Stands in for `crossbed study`: the runner with steps that measure nothing, and a moment at every line of the journal.
import { appendFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { journalName, StudyJournal } from "../../../../benchmarks/results/study-journal.ts";
import { lockStudy } from "../../../../studies/lock.ts";
import { runStudy } from "../../../../studies/run.ts";
import { commandOf } from "../../../../studies/commands.ts";
import { nextFate } from "./moments.mjs";

const [directory, study, step, mode] = process.argv.slice(2);
const interrupt = new globalThis.AbortController();
process.on("SIGTERM", () => interrupt.abort());

function moment(line) {
  const fate = nextFate(directory);
  // The half of a line is what a machine that goes down may leave.
  if (fate === "tear") appendFileSync(join(study, journalName), JSON.stringify(line).slice(0, 20));
  if (fate === "tear" || fate === "kill-study") process.kill(process.pid, "SIGKILL");
  if (fate === "interrupt-study") interrupt.abort();
}

const append = StudyJournal.prototype.append;
StudyJournal.prototype.append = async function (line) {
  moment(line);
  await append.call(this, line);
  moment({});
};

const lock = await lockStudy(join(study, ".."));
writeFileSync(join(directory, "study.pid"), String(process.pid));
const progress = await runStudy({
  directory: study,
  results: join(directory, "results"),
  project: directory,
  commandOf: (order) => {
    const { args } = commandOf(order);
    return { file: process.execPath, args: [step, directory, ...args.slice(1)], env: {} };
  },
  newSuffix: () => randomBytes(6).toString("hex"),
  signal: interrupt.signal,
  stopsOnFailure: mode === "stop-on-failure",
  say: (line) => process.stderr.write(`${line}\n`),
});
await lock.release();
process.exitCode = interrupt.signal.aborted ? 130 : progress.every(({ state }) => state === "done") ? 0 : 8;
