// Stands in for `crossbed up`, `switch` and `bench`: a run is a manifest with its cases and a line for each that is over.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { nextFate } from "./moments.mjs";

const [directory, command, stack, ...options] = process.argv.slice(2);
const valueOf = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);

let isAskedToEnd = false;
let onAsked = () => undefined;
process.on("SIGTERM", () => {
  isAskedToEnd = true;
  onAsked();
});

function isAlive(pid) {
  try {
    const [state] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return state !== "Z";
  } catch {
    return false;
  }
}

async function moment() {
  const fate = nextFate(directory);
  const study = Number(readFileSync(join(directory, "study.pid"), "utf8"));
  if (fate === "kill-step") process.kill(process.pid, "SIGKILL");
  if (fate === "fail") {
    process.stderr.write("crossbed: this step was to fail\n");
    finish(8);
  }
  // A study that is gone has left its number to nobody that we may touch.
  if (process.ppid !== study) return;
  if (fate === "kill-study") process.kill(study, "SIGKILL");
  if (fate === "interrupt-study") {
    const asked = new Promise((resolve) => (onAsked = resolve));
    process.kill(study, "SIGTERM");
    // One that was dying already asks nobody to end.
    const watch = setInterval(() => process.ppid === study || onAsked(), 100);
    if (!isAskedToEnd) await asked;
    clearInterval(watch);
  }
}

const active = join(directory, "active");
function finish(status) {
  rmSync(active, { force: true });
  process.exit(status);
}

const before = existsSync(active) ? readFileSync(active, "utf8") : "";
if (before !== "" && isAlive(before)) appendFileSync(join(directory, "overlaps"), `${command} ${stack}\n`);
writeFileSync(active, String(process.pid));
appendFileSync(
  join(directory, "steps"),
  `${[command, stack, ...options.filter((one) => one === "--rebuild")].join(" ")}\n`,
);

await moment();
if (command === "bench") {
  const resumed = valueOf("--resume");
  const planned = JSON.parse(
    readFileSync(resumed === undefined ? join(directory, "planned.json") : join(resumed, "manifest.json"), "utf8"),
  ).plannedCases;
  const measured = resumed === undefined ? [] : wholeOf(resumed);
  const left = planned.filter(({ case: name }) => !measured.includes(name));
  const run = join(directory, "results", stack, `20260101T000000Z-${valueOf("--suffix")}`);
  mkdirSync(run, { recursive: true });
  await moment();
  writeFileSync(join(run, "manifest.json"), JSON.stringify({ plannedCases: left }));
  for (const { case: name, repetition } of left) {
    await moment();
    const outcome = isAskedToEnd ? "interrupted" : "completed";
    const line = `${JSON.stringify({ case: name, repetition, outcome })}\n`;
    appendFileSync(join(run, "cases.jsonl"), line.slice(0, 10));
    await moment();
    appendFileSync(join(run, "cases.jsonl"), line.slice(10));
    if (isAskedToEnd) finish(130);
  }
  process.stdout.write(`report: ${basename(run)}\n`);
}
await moment();
finish(isAskedToEnd ? 130 : 0);

/** As it is documented: the last line may be cut. */
function wholeOf(run) {
  const file = join(run, "cases.jsonl");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter(({ outcome }) => outcome === "completed")
    .map(({ case: name }) => name);
}
