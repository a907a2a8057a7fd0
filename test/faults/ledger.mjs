/**
 * The ledger of a fault: what a machine was told to be safe, so that it can be asked for afterwards. It runs on the testbed's machines.
 *
 *   node ledger.mjs write DIRECTORY ACKS   appends records under DIRECTORY until it is ended. A record is a new file of random bytes and
 *                                          a line of the log with its number and SHA-256. When file, folder and log are synced, the line
 *                                          and the time (ms since 1970) go to ACKS, on a disk of the machine's own, and are synced there:
 *                                          only now the record is acknowledged.
 *   node ledger.mjs check DIRECTORY        reads lines of ACKS on stdin; prints as JSON how many there are, and the numbers of those whose
 *                                          file or line is gone or another one.
 */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const recordBytes = 20_000;
/** Between two records, so that hours of them do not fill a small LUN. */
const pauseMs = 50;

const [, , mode, directory = "", acks = ""] = process.argv;
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const fileOf = (number) => `${directory}/${number}.record`;
const log = `${directory}/log`;

if (mode === "write") await write();
else check();

function append(descriptor, text) {
  writeSync(descriptor, text);
  fsyncSync(descriptor);
}

async function write() {
  mkdirSync(directory, { recursive: true });
  const [folder, lines, acknowledged] = [openSync(directory), openSync(log, "a"), openSync(acks, "a")];
  for (let number = 1; ; number += 1) {
    const bytes = randomBytes(recordBytes);
    const line = `${number} ${digest(bytes)}`;
    const partial = `${fileOf(number)}.partial`;
    const file = openSync(partial, "w");
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
    renameSync(partial, fileOf(number));
    fsyncSync(folder);
    append(lines, `${line}\n`);
    append(acknowledged, `${line} ${Date.now()}\n`);
    await setTimeout(pauseMs);
  }
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
  process.stdout.write(JSON.stringify({ acknowledged: records.length, lost }));
}

function contentOf(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
