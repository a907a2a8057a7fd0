/** One fault, tried once: a testbed that is up, harmed under the ledger, asked for every record, repaired, and looked at again. */
import { setTimeout } from "node:timers/promises";
import { messageOf } from "../../base/errors.ts";
import { randomSource } from "../../base/random.ts";
import { lookAtRack, withMachines, type Rack } from "../../cli/rack.ts";
import { cure, fencingProblems, leaseProblems, standstillProblems, unrepaired } from "./after.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { Ledger, longestPauseSec, type Acknowledged } from "./ledger.ts";
import type { Row } from "./rows.ts";
import type { StandingHarm } from "./standing-harm.ts";
import { demand, recordsLeft } from "./way-out.ts";

export interface Trial {
  readonly project: string;
  readonly stack: string;
  readonly place: Pick<HarmedLab, "directory" | "namespace">;
  readonly say: (line: string) => void;
  readonly standing: StandingHarm;
  readonly seed: number;
}

/** What each host writes before it is harmed, and those that survived after it. */
const someRecords = 20;
const patienceSec = 900;

/** Harms the testbed, which is up as `before` says, and has it repaired. */
export async function tryFault(fault: Fault, trial: Trial, before: Rack): Promise<Row> {
  const { stack, project, say } = trial;
  const names = before.inventory.hosts.map(({ name }) => name);
  const { lab, ledger } = labOf(fault, trial, before);
  const problems = await harm(fault, lab, ledger, names);

  const begin = Date.now();
  const back = await until("an answer of every host", () => lookAtRack(stack).catch(() => undefined));
  const fenced = names.filter((name) => before.facts[name]?.bootId !== back.facts[name]?.bootId);
  const silent = fault.silences?.(names) ?? [];
  const survivors = names.filter((name) => !fenced.includes(name) && !silent.includes(name));
  say(`${fault.name}: ${fenced.length === 0 ? "no host" : fenced.join(", ")} was cut off`);
  problems.push(...fencingProblems(fault, before, fenced));
  const isDown = fault.wayOut !== undefined || fault.takesDown === true;
  if (!isDown) await lab.untilWritten(survivors).catch((error: unknown) => problems.push(messageOf(error)));
  await ledger.stop(names.filter((name) => !silent.includes(name)));
  const acknowledged = await ledger.acknowledged();
  // A stack that was taken down has its file system mounted nowhere.
  const lost = isDown ? [] : await askFor(ledger, acknowledged, survivors);
  problems.push(...(await cure(lab, back)));
  await until("an answer of every host", () => lookAtRack(stack).catch(() => undefined));
  problems.push(...(await demand(lab, 0, "up", stack, "--yes")), ...recordsLeft(project));
  const repairSec = (Date.now() - begin) / 1000;

  const serviceSec = Math.max(0, ...acknowledged.filter(({ host }) => survivors.includes(host)).map(longestPauseSec));
  lost.push(...(await askFor(ledger, acknowledged, names)));
  problems.push(
    ...standstillProblems(fault, before, serviceSec),
    ...lost.map(({ text }) => text),
    ...unrepaired(await lookAtRack(stack)),
    ...(await leaseProblems(lab)),
  );
  if (problems.length === 0) await ledger.remove(names[0] ?? "");
  return {
    at: new Date().toISOString(),
    stack,
    fault: fault.name,
    seed: trial.seed,
    fenced,
    acknowledged: acknowledged.reduce((sum, { lines }) => sum + lines.length, 0),
    lost: Math.max(0, ...names.map((by) => total(lost.filter((loss) => loss.by === by)))),
    serviceSec,
    repairSec,
    problems,
  };
}

function labOf(
  fault: Fault,
  { place, project, stack, say, standing, seed }: Trial,
  { inventory, plan }: Rack,
): { lab: HarmedLab; ledger: Ledger } {
  if (plan.filesystem === undefined) throw new Error(`the hosts of ${plan.stack} share no file system`);
  const names = inventory.hosts.map(({ name }) => name);
  const connect = <Result>(work: Parameters<typeof withMachines<Result>>[1]): Promise<Result> =>
    withMachines(inventory, work);
  const name = `ledger-${fault.name}-${String(Date.now())}`;
  const ledger = new Ledger(connect, names, name, plan.filesystem.mountPoint);
  const lab = {
    ...{ ...place, project, stack, inventory, plan, say, standing, connect },
    random: randomSource(seed),
    untilWritten: (hosts: readonly string[]) => untilWritten(ledger, hosts),
  };
  return { lab, ledger };
}

/** Harms it while every host writes; resolves to what was not as it must be. */
async function harm(fault: Fault, lab: HarmedLab, ledger: Ledger, hosts: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  const attempt = async (work: () => Promise<readonly string[]>): Promise<void> => {
    try {
      problems.push(...(await work()));
    } catch (error) {
      problems.push(messageOf(error));
    }
  };
  await ledger.start();
  await untilWritten(ledger, hosts);
  if (fault.takesDown === true) await ledger.stop();
  lab.say(`${fault.name}: ${fault.text}`);
  await attempt(() => fault.harm(lab));
  const { wayOut } = fault;
  if (wayOut !== undefined) {
    const survivors = hosts.slice(0, -1);
    await attempt(async () => {
      await untilWritten(ledger, survivors);
      await ledger.stop(survivors);
      return await wayOut(lab);
    });
  }
  await lab.standing.healAll();
  lab.say(`${fault.name}: over`);
  return problems;
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

async function until<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  const end = Date.now() + patienceSec * 1000;
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${String(patienceSec)} s`);
    await setTimeout(3000);
  }
}
