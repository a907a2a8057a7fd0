/**
 * `npm run test:faults`: harms a testbed on this clone's lab and asks for every record that was acknowledged. For each fault: up, harm,
 * up again, destroy, check of the file system. Prints a table of all runs so far, which it keeps in results/faults.jsonl; exit status 1
 * where something was not as it must be. `-- --only both-cut,management-cut` tries these, `--times 3` each so often, `--stack` names the
 * testbed, `--list` says which faults there are. The lab must be up. It switches
 * the testbed's benchmarks off in this clone (benchmarks.when).
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { project } from "../../base/project.ts";
import { runPulumi, stackOutput } from "../../toolchain/pulumi-command.ts";
import { faults } from "./faults.ts";
import { placeOf } from "./lab-links.ts";
import { keepRow, readRows, renderRows } from "./rows.ts";
import { tryFault } from "./try-fault.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    times: { type: "string", default: "1" },
    stack: { type: "string", default: "kvm-6core" },
    list: { type: "boolean", default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function refuse(words: string): never {
  say(words);
  process.exit(2);
}

const names = faults.map(({ name }) => name);
const wanted = values.only?.split(",") ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) refuse(`--only names ${unknown.join(", ")}; there are: ${names.join(", ")}.`);
if (!/^[1-9]\d?$/u.test(values.times)) refuse(`--times is ${values.times}; give a number from 1 to 99.`);
if (values.list) {
  for (const { name, text } of faults) process.stdout.write(`${name}: ${text}\n`);
  process.exit(0);
}
const sshConfig = await stackOutput("lab", "sshConfig", project);
if (typeof sshConfig !== "string") refuse("The lab is not up. Run: npx crossbed up lab");

// Every update would measure otherwise.
await runPulumi(["config", "set", "--stack", values.stack, "--path", "crossbed:benchmarks.when", "never"], {
  project,
  say,
});

const journal = join(project, "results", "faults.jsonl");
const trial = { project, stack: values.stack, place: placeOf(sshConfig), say };
for (let time = 1; time <= Number(values.times); time += 1) {
  for (const fault of faults.filter(({ name }) => wanted.includes(name))) {
    const row = await tryFault(fault, trial);
    await keepRow(journal, row);
    say(`${fault.name}: ${row.problems.length === 0 ? "passed" : row.problems.join("; ")}`);
    if (row.problems.length > 0) process.exitCode = 1;
  }
}
process.stdout.write(`${renderRows(await readRows(journal))}\n`);
