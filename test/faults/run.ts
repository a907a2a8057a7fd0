/**
 * `npm run test:faults`: harms a testbed on this clone's lab and asks for every record that was acknowledged. The testbed stays up from
 * fault to fault as long as they pass; its file system is checked at the end (`--check each`: after each). Prints a table of all runs so
 * far, which it keeps in results/faults.jsonl; exit status 1 where something was not as it must be. `-- --only both-cut,management-cut`
 * tries these, `--times 3` each so often, `--missing` what the journal lacks of the table's times, `--seed` repeats moments that were left
 * to chance, `--stack` names the testbed, `--list` says which faults there are. The lab must be up. It switches the testbed's benchmarks
 * off in this clone (benchmarks.when), and its service's journal on (workload.serviceJournal). What a suite that was killed left harmed is healed first.
 */
import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import { project, stateDirectory } from "../../base/project.ts";
import { greatestSeed } from "../../base/random.ts";
import { readRack, withMachines } from "../../cli/rack.ts";
import { runPulumi, stackOutput } from "../../toolchain/pulumi-command.ts";
import type { Fault } from "./fault.ts";
import { faults } from "./faults.ts";
import { handsOf } from "./harms.ts";
import { placeOf } from "./lab-links.ts";
import { readOptions, type Options } from "./options.ts";
import { keepRow, missingTimes, readJournal, renderJournal, type CheckRow, type Row } from "./rows.ts";
import { journalSettings } from "./service-journal.ts";
import { StandingHarm } from "./standing-harm.ts";
import { Testbed } from "./testbed.ts";
import { tryFault } from "./try-fault.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function refuse(words: string): never {
  say(words);
  process.exit(2);
}

function options(): Options {
  try {
    return readOptions(process.argv.slice(2), faults, Date.now() % greatestSeed);
  } catch (error) {
    return refuse(messageOf(error));
  }
}

const { stack, wanted, isMissingOnly, seed, check, isList } = options();
if (isList) {
  for (const { name, text, times } of faults) process.stdout.write(`${name} (${times}): ${text}\n`);
  process.exit(0);
}
const sshConfig = await stackOutput("lab", "sshConfig", project);
if (typeof sshConfig !== "string") refuse("The lab is not up. Run: npx crossbed up lab");

const { inventory } = await readRack(stack);
const hands = handsOf((work) => withMachines(inventory, work));
const standing = await StandingHarm.open(join(stateDirectory(project), "faults-harm.json"), hands);
const healed = await standing.healAll();
if (healed > 0) say(`healed ${healed} harms that an earlier suite left`);

// Every update would measure otherwise; and each request's record is on the guest's disk before it is answered.
const settings = {
  "benchmarks.when": "never",
  "workload.serviceJournal.bytesPerRequest": String(journalSettings.bytesPerRequest),
  "workload.serviceJournal.syncEveryRequests": String(journalSettings.syncEveryRequests),
};
const words = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `crossbed:${key}=${value}`]);
await runPulumi(["config", "set-all", "--stack", stack, "--path", ...words], { project, say });

const journal = join(project, "results", "faults.jsonl");
const testbed = new Testbed(project, stack, say);

async function keep(row: Row | CheckRow, name: string): Promise<void> {
  await keepRow(journal, row);
  say(`${name}: ${row.problems.length === 0 ? "passed" : row.problems.join("; ")}`);
  if (row.problems.length > 0) process.exitCode = 1;
}

async function checkNow(): Promise<void> {
  const row = await testbed.check();
  if (row !== undefined) await keep(row, "check of the file system");
}

async function tryOnce(fault: Fault, number: number): Promise<void> {
  const before = await testbed.up();
  const place = placeOf(String(sshConfig));
  const missing = await fault.missing?.({ project, stack, ...place, ...before });
  if (missing !== undefined) {
    say(`${fault.name} was not tried: ${missing}`);
    process.exitCode = 1;
    return;
  }
  const trial = { project, stack, place, say, standing, seed: seed + number };
  const row = await tryFault(fault, trial, before).catch((error: unknown) => {
    say(`${fault.name} was not tried: ${messageOf(error)}`);
    process.exitCode = 1;
  });
  if (row !== undefined) await keep(row, fault.name);
  // Nothing, where the try came to its end.
  await standing.healAll();
  const isWhole = row !== undefined && row.problems.length === 0;
  testbed.harmed(fault.name, isWhole);
  // What a fault left behind must not be taken for the next one's.
  if (check === "each" || !isWhole) await checkNow();
}

const plan = isMissingOnly ? missingTimes([...wanted.keys()], (await readJournal(journal)).rows, stack) : wanted;
const most = Math.max(0, ...plan.values());
let tried = 0;
try {
  for (let time = 0; time < most; time += 1) {
    for (const [fault, times] of plan) if (time < times) await tryOnce(fault, tried++);
  }
} catch (error) {
  // The rest can be tried again: --missing.
  say(messageOf(error));
  process.exitCode = 1;
}
await standing.healAll();
await checkNow();
// A fault that was not tried to its end may have left connections open.
process.stdout.write(`${renderJournal(await readJournal(journal), faults)}\n`, () => process.exit());
