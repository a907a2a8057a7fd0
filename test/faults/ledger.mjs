/**
 * The ledger of a fault: what a machine was told to be safe, so that it can be asked for afterwards. It runs on the testbed's machines.
 *
 *   node ledger.mjs write DIRECTORY ACKS [PAUSE_MS]
 *                                          appends records under DIRECTORY until it is ended, with a pause after each. A record is a new file of random bytes and
 *                                          a line of the log with its number and SHA-256. When file, folder and log are synced, the line
 *                                          and the time (ms since 1970) go to ACKS, on a disk of the machine's own, and are synced there:
 *                                          only now the record is acknowledged. ACKS `-` is stdout, for whoever reads it elsewhere
 *                                          and ends it by closing its stdin.
 *                                          Where there is no room the record is tried again.
 *   node ledger.mjs check DIRECTORY [remove]
 *                                          reads lines of ACKS on stdin; prints as JSON how many there are, and the numbers of those whose
 *                                          file or line is gone or another one. Where there are none of these, `remove` removes DIRECTORY.
 */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";

const recordBytes = 20_000;
/** Between two records, so that hours of them do not fill a small LUN. */
const usualPauseMs = 50;
/** Between two tries of one record that found no room. */
const fullMs = 1000;

const [, , mode, directory = "", acks = "", pauseMs = usualPauseMs] = process.argv;
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const fileOf = (number) => `${directory}/${number}.record`;
const log = `${directory}/log`;

if (mode === "write") await write();
else check();

/** The time by a clock that nobody sets while this runs. */
function now() {
  return Math.round(performance.timeOrigin + performance.now());
}

function append(descriptor, text) {
  if (writeSync(descriptor, text) < text.length) throw Object.assign(new Error("cut"), { code: "ENOSPC" });
  fsyncSync(descriptor);
}

function writeRecord(number, folder, lines, begin) {
  const bytes = randomBytes(recordBytes);
  const line = `${number} ${digest(bytes)}`;
  const partial = `${fileOf(number)}.partial`;
  const file = openSync(partial, "w");
  try {
    if (writeSync(file, bytes) < bytes.length) throw Object.assign(new Error("cut"), { code: "ENOSPC" });
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, fileOf(number));
  fsyncSync(folder);
  append(lines, `${begin}${line}\n`);
  return line;
}

async function write() {
  mkdirSync(directory, { recursive: true });
  const [folder, lines] = [openSync(directory), openSync(log, "a")];
  const acknowledge = acks === "-" ? tell : (text) => append(acknowledged, text);
  const acknowledged = acks === "-" ? 1 : openSync(acks, "a");
  if (acks === "-") process.stdin.resume().on("end", () => process.exit());
  // Where room ended in the middle of a line, the next one begins anew.
  let begin = "";
  for (let number = 1; ;) {
    try {
      const line = writeRecord(number, folder, lines, begin);
      await acknowledge(`${line} ${now()}\n`);
      number += 1;
      begin = "";
      await setTimeout(Number(pauseMs));
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
      begin = "\n";
      await setTimeout(fullMs);
    }
  }
}

/** A reader who is away for a while is waited for. */
async function tell(text) {
  await new Promise((resolve) => process.stdout.write(text, resolve));
}

function check() {
  const logged = new Set(contentOf(log).toString().split("\n"));
  const records = readFileSync(0, "utf8")
    .split("\n")
    .filter((line) => line.split(" ").length === 3)
    .map((line) => line.split(" "));
  const lost = records
    .filter(([number, sum]) => digest(contentOf(fileOf(number))) !== sum || !logged.has(`${number} ${sum}`))
    .map(([number]) => Number(number));
  if (acks === "remove" && lost.length === 0) rmSync(directory, { recursive: true, force: true });
  process.stdout.write(JSON.stringify({ acknowledged: records.length, lost }));
}

function contentOf(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
