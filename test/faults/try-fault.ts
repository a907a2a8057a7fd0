/** One fault, tried once: a testbed that is up, harmed under the ledger, asked for every record, repaired, and looked at again. */
import { setTimeout } from "node:timers/promises";
import { messageOf } from "../../base/errors.ts";
import { lookAtRack, withMachines, type Rack } from "../../cli/rack.ts";
import { findTroubles } from "../../stacks/troubles.ts";
import { runPulumi } from "../../toolchain/pulumi-command.ts";
import { checkFilesystem, type CheckVerdict } from "./filesystem-check.ts";
import type { Fault, HarmedLab } from "./faults.ts";
import { Ledger, longestPauseSec, type Acknowledged } from "./ledger.ts";
import { crossbed, recordsLeft } from "./lost-for-good.ts";
import type { Row } from "./rows.ts";

export interface Trial {
  readonly project: string;
  readonly stack: string;
  readonly place: Pick<HarmedLab, "directory" | "namespace">;
  readonly say: (line: string) => void;
}

/** What each host writes before it is harmed, and those that survived after it. */
const someRecords = 20;
const patienceSec = 900;

/** Brings the testbed up, harms it, and leaves it down; its file system stays. */
export async function tryFault(fault: Fault, trial: Trial): Promise<Row> {
  const { stack, project, say } = trial;
  const pulumi = (action: string) => runPulumi([action, "--stack", stack, "--yes", "--skip-preview"], { project, say });
  await pulumi("up");
  const before = await lookAtRack(stack);
  const names = before.inventory.hosts.map(({ name }) => name);
  const ledger = await harm(fault, trial, before);
  const problems = await takeWayOut(fault, trial, before, ledger);

  const begin = Date.now();
  const back = await until("an answer of every host", () => lookAtRack(stack).catch(() => undefined));
  const fenced = names.filter((name) => before.facts[name]?.bootId !== back.facts[name]?.bootId);
  const survivors = names.filter((name) => !fenced.includes(name));
  say(`${fault.name}: ${fenced.length === 0 ? "no host" : fenced.join(", ")} was cut off`);
  problems.push(...fencingProblems(fault, before, fenced));
  const isDown = fault.wayOut !== undefined;
  if (!isDown) await untilWritten(ledger, survivors).catch((error: unknown) => problems.push(messageOf(error)));
  await ledger.stop();
  const acknowledged = await ledger.acknowledged();
  // A stack that was taken down has its file system mounted nowhere.
  const lost = isDown ? [] : await askFor(ledger, acknowledged, survivors);
  const status = await crossbed(project, "up", stack, "--yes");
  if (status !== 0) problems.push(`up ended with ${String(status)}`);
  problems.push(...recordsLeft(project));
  const repairSec = (Date.now() - begin) / 1000;

  const serviceSec = Math.max(0, ...acknowledged.filter(({ host }) => survivors.includes(host)).map(longestPauseSec));
  lost.push(...(await askFor(ledger, acknowledged, names)));
  problems.push(
    ...standstillProblems(fault, before, serviceSec),
    ...lost.map(({ text }) => text),
    ...(await unrepaired(stack)),
  );
  if (problems.length === 0) await ledger.remove(names[0] ?? "");
  // What was found stands whatever becomes of the rest.
  let leakedBlocks = 0;
  try {
    await pulumi("destroy");
    const verdict = await verdictOf(before);
    leakedBlocks = verdict.leakedBlocks;
    problems.push(...verdict.damage.map((line) => `the file system's check: ${line}`));
  } catch (error) {
    problems.push(messageOf(error));
  }
  return {
    at: new Date().toISOString(),
    stack,
    fault: fault.name,
    fenced,
    acknowledged: acknowledged.reduce((sum, { lines }) => sum + lines.length, 0),
    lost: Math.max(0, ...names.map((by) => total(lost.filter((loss) => loss.by === by)))),
    leakedBlocks,
    serviceSec,
    repairSec,
    problems,
  };
}

/** Harms it while every host writes. */
async function harm(fault: Fault, { place, say }: Trial, { inventory, plan }: Rack): Promise<Ledger> {
  if (plan.filesystem === undefined) throw new Error(`the hosts of ${plan.stack} share no file system`);
  const names = inventory.hosts.map(({ name }) => name);
  const name = `ledger-${fault.name}-${String(Date.now())}`;
  const ledger = new Ledger((work) => withMachines(inventory, work), names, name, plan.filesystem.mountPoint);
  await ledger.start();
  await untilWritten(ledger, names);
  say(`${fault.name}: ${fault.text}`);
  await fault.harm({ ...place, inventory });
  say(`${fault.name}: over`);
  return ledger;
}

/** Where the fault has a way out, survivors write until they are seen to, then everything is taken down and the host returns. */
async function takeWayOut(
  { wayOut }: Fault,
  { place, project, stack }: Trial,
  { inventory }: Rack,
  ledger: Ledger,
): Promise<string[]> {
  if (wayOut === undefined) return [];
  const survivors = inventory.hosts.slice(0, -1).map(({ name }) => name);
  const problems: string[] = [];
  await untilWritten(ledger, survivors).catch((error: unknown) => problems.push(messageOf(error)));
  await ledger.stop(survivors);
  return [...problems, ...(await wayOut({ ...place, inventory, project, stack }))];
}

/** Waits until every host has acknowledged some records more. */
async function untilWritten(ledger: Ledger, hosts: readonly string[]): Promise<void> {
  const first = await ledger.acknowledged(hosts);
  await until(`${String(someRecords)} more records of ${hosts.join(" and ")}`, async () => {
    const now = await ledger.acknowledged(hosts);
    return (
      now.every(({ lines }, index) => lines.length >= (first[index]?.lines.length ?? 0) + someRecords) || undefined
    );
  });
}

interface Loss {
  readonly by: string;
  readonly records: number;
  readonly text: string;
}

const total = (losses: readonly Loss[]): number => losses.reduce((sum, { records }) => sum + records, 0);

/** Asks each of the hosts for every record of all; what it does not find. */
async function askFor(ledger: Ledger, all: readonly Acknowledged[], askers: readonly string[]): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const by of askers) {
    for (const one of all) {
      const { acknowledged, lost } = await ledger.check(by, one);
      if (lost.length === 0) continue;
      const text = `${by} finds ${String(lost.length)} of ${String(acknowledged)} records of ${one.host} no more, the first is ${String(lost[0])}`;
      losses.push({ by, records: lost.length, text });
    }
  }
  return losses;
}

/** GFS2 is safe only where a lost host was cut off; one that was not lost must not be. OCFS2 decides by its own disk. */
function fencingProblems({ isFenced }: Fault, { plan }: Rack, fenced: readonly string[]): string[] {
  if (plan.filesystem?.kind !== "gfs2") return [];
  const due = isFenced ? 1 : 0;
  return fenced.length === due ? [] : [`${String(fenced.length)} hosts were cut off and not ${String(due)}`];
}

/** As long as nobody says that a lost host is off, nothing may be written beside it. */
function standstillProblems({ standstillSec = 0 }: Fault, { plan }: Rack, serviceSec: number): string[] {
  if (plan.filesystem?.kind !== "gfs2" || serviceSec >= standstillSec) return [];
  return [`survivors stood still for ${serviceSec.toFixed(0)} s and not for ${String(standstillSec)}`];
}

/** What `up` has not repaired. */
async function unrepaired(stack: string): Promise<string[]> {
  const { plan, facts } = await lookAtRack(stack);
  const misplaced = plan.guests.flatMap(({ domain, host }) => {
    const runsOn = Object.entries(facts).flatMap(([name, { domains }]) =>
      domains.some((one) => one.name === domain && one.isRunning) ? [name] : [],
    );
    return runsOn.join() === host
      ? []
      : [`${domain} runs on ${runsOn.join(" and ") || "no host"}, and its home is ${host}`];
  });
  return [...misplaced, ...findTroubles(plan, facts)];
}

/** What the file system's own check says, on a host, with the file system mounted nowhere. */
async function verdictOf({ inventory, plan }: Rack): Promise<CheckVerdict> {
  const [first] = inventory.hosts;
  const { filesystem } = plan;
  if (first === undefined || filesystem === undefined) return { leakedBlocks: 0, damage: [] };
  return await withMachines(inventory, (remote) => checkFilesystem(remote, first.name, filesystem, patienceSec * 1000));
}

async function until<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  const end = Date.now() + patienceSec * 1000;
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${String(patienceSec)} s`);
    await setTimeout(3000);
  }
}
