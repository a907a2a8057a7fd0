/** One fault, tried once: a testbed that is up, harmed under the ledgers, asked for every record, repaired, and looked at again. */
import { setTimeout } from "node:timers/promises";
import { messageOf } from "../../base/errors.ts";
import { randomSource } from "../../base/random.ts";
import { lookAtRack, withMachines, type Rack } from "../../cli/rack.ts";
import { requestOf } from "../../cli/stack-request.ts";
import { cure, fencingProblems, leaseProblems, standstillProblems, unrepaired } from "./after.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { Ledger, longestPauseSec } from "./ledger.ts";
import type { Requests } from "./load.ts";
import { twins } from "./one-copy.ts";
import type { Figures, Row } from "./rows.ts";
import type { StandingHarm } from "./standing-harm.ts";
import { UnderWay, type Loss } from "./under-way.ts";
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

/** Harms the testbed, which is up as `before` says, and has it repaired. Throws where it could not be begun. */
export async function tryFault(fault: Fault, trial: Trial, before: Rack): Promise<Row> {
  const { stack, seed } = trial;
  const started = Date.now();
  const name = `ledger-${fault.name}-${Date.now()}`;
  const { lab, ledger } = labOf(name, trial, before);
  const work = await UnderWay.start(fault, lab, ledger, name);
  const harmed = await harm(fault, lab, work);
  const figures = await repair(fault, before, lab, { ...harmed, work }).catch((error: unknown) => {
    harmed.problems.push(messageOf(error));
    return undefined;
  });
  return {
    at: new Date().toISOString(),
    stack,
    fault: fault.name,
    seed,
    ...figures,
    tookSec: (Date.now() - started) / 1000,
    problems: harmed.problems,
  };
}

interface Harmed {
  readonly work: UnderWay;
  readonly ending: Promise<Requests | undefined>;
  /** Those that are found afterwards come to it. */
  readonly problems: string[];
}

/** Waits for the hosts, asks for every record, has `up` repair the testbed, and looks whether it is as it must be. */
async function repair(
  fault: Fault,
  before: Rack,
  lab: HarmedLab,
  { work, ending, problems }: Harmed,
): Promise<Figures> {
  const { project, stack, say } = lab;
  const names = before.inventory.hosts.map(({ name }) => name);
  const begin = Date.now();
  const look = (): Promise<Rack> => until("an answer of every host", () => lookAtRack(stack).catch(() => undefined));
  const back = await look();
  const fenced = names.filter((host) => before.facts[host]?.bootId !== back.facts[host]?.bootId);
  const silent = fault.silences?.(names) ?? [];
  const survivors = names.filter((host) => !fenced.includes(host) && !silent.includes(host));
  say(`${fault.name}: ${fenced.length === 0 ? "no host" : fenced.join(", ")} was cut off`);
  problems.push(...fencingProblems(fault, before, fenced));
  const isDown = fault.wayOut !== undefined || fault.takesDown === true;
  // A host with a dead file system may hold the others up until it is cut off.
  const cured = await cure(lab, back);
  if (cured !== undefined) await look();
  problems.push(...(cured ?? []));
  if (!isDown) await lab.untilWritten(survivors).catch((error: unknown) => problems.push(messageOf(error)));
  const requests = await ending;
  // A clock is set back when nobody measures by it any more.
  await lab.standing.healAll();
  await work.stop(names.filter((host) => !silent.includes(host)));
  const acknowledged = await work.acknowledged();
  // A stack that was taken down has its file system mounted nowhere.
  const lost = isDown ? [] : await work.askHosts(acknowledged.hosts, survivors);
  problems.push(...(await demand(lab, 0, "up", stack, "--yes")), ...recordsLeft(project));
  const repairSec = (Date.now() - begin) / 1000;

  const ofSurvivors = acknowledged.hosts.filter(({ host }) => survivors.includes(host));
  const serviceSec = Math.max(0, ...ofSurvivors.map(longestPauseSec));
  const [onHosts, inGuests, ...found] = await Promise.all([
    work.askHosts(acknowledged.hosts, names),
    isDown ? [] : work.askGuests(),
    look().then(unrepaired),
    leaseProblems(lab),
    requestOf(stack).then((request) => twins(lab, request)),
  ]);
  lost.push(...onHosts, ...inGuests);
  problems.push(...standstillProblems(fault, before, serviceSec), ...lost.map(({ text }) => text), ...found.flat());
  if (problems.length === 0) await work.remove(names[0] ?? "");
  return {
    fenced,
    acknowledged: [...acknowledged.hosts, ...acknowledged.guests].reduce((sum, { lines }) => sum + lines.length, 0),
    lost: lostRecords(lost, names),
    ...(requests === undefined ? {} : { requests: { sent: requests.sent, answered: requests.answered } }),
    serviceSec,
    repairSec,
  };
}

/** Every host was asked for the same records, each guest for its own. */
function lostRecords(lost: readonly Loss[], hosts: readonly string[]): number {
  const by = (asker: string): number =>
    lost.filter((loss) => loss.by === asker).reduce((sum, { records }) => sum + records, 0);
  const guests = [...new Set(lost.map((loss) => loss.by))].filter((asker) => !hosts.includes(asker));
  return Math.max(0, ...hosts.map(by)) + guests.reduce((sum, guest) => sum + by(guest), 0);
}

function labOf(
  name: string,
  { place, project, stack, say, standing, seed }: Trial,
  { inventory, plan }: Rack,
): { lab: HarmedLab; ledger: Ledger } {
  if (plan.filesystem === undefined) throw new Error(`the hosts of ${plan.stack} share no file system`);
  const names = inventory.hosts.map((host) => host.name);
  const connect: HarmedLab["connect"] = (work) => withMachines(inventory, work);
  const ledger = new Ledger(connect, names, name, plan.filesystem.mountPoint);
  const lab = {
    ...{ ...place, project, stack, inventory, plan, say, standing, connect },
    random: randomSource(seed),
    untilWritten: (hosts: readonly string[]) => untilWritten(ledger, hosts),
  };
  return { lab, ledger };
}

/**
 * Harms it while everything is at work; resolves to what was not as it must be. The load ends meanwhile: a benchmark asks a lost host for
 * minutes. `ending` adds to the problems.
 */
async function harm(fault: Fault, lab: HarmedLab, work: UnderWay): Promise<Omit<Harmed, "work">> {
  const problems: string[] = [];
  const attempt = async <Result>(what: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await what();
    } catch (error) {
      problems.push(messageOf(error));
      return undefined;
    }
  };
  lab.say(`${fault.name}: ${fault.text}`);
  problems.push(...((await attempt(() => fault.harm(lab))) ?? []));
  const ending = attempt(() => work.endLoad()).then((requests) => {
    problems.push(...(requests?.problems ?? []));
    return requests;
  });
  const { wayOut } = fault;
  if (wayOut !== undefined) {
    const survivors = lab.inventory.hosts.slice(0, -1).map(({ name }) => name);
    await attempt(() => lab.untilWritten(survivors));
    await attempt(() => work.stop(survivors));
    problems.push(...((await attempt(() => wayOut(lab))) ?? []));
  }
  await lab.standing.healAll(({ kind }) => kind !== "command" && kind !== "clock");
  lab.say(`${fault.name}: over`);
  return { problems, ending };
}

/** Waits until every host has acknowledged some records more. */
async function untilWritten(ledger: Ledger, hosts: readonly string[]): Promise<void> {
  const first = await ledger.acknowledged(hosts);
  await until(`${someRecords} more records of ${hosts.join(" and ")}`, async () => {
    const now = await ledger.acknowledged(hosts);
    return (
      now.every(({ lines }, index) => lines.length >= (first[index]?.lines.length ?? 0) + someRecords) || undefined
    );
  });
}

async function until<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  const end = Date.now() + patienceSec * 1000;
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${patienceSec} s`);
    await setTimeout(3000);
  }
}
