/**
 * The look at the hosts before a program decides anything: read-only, one ssh call a host, all at once. What it sees
 * becomes inputs (boot ids, incarnations), or the reason to stop before anything is changed.
 */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { parseHostFacts, type HostFacts, type Lease } from "../rack/facts.ts";
import type { GuestPlan } from "../components/guest/plan.ts";
import type { LeaseHolder } from "../rack/lease-holder.ts";
import type { Inventory, InventoryHost, InventorySimulator } from "../rack/inventory.ts";

const factsScript = readFileSync(new URL("../rack/scripts/facts.sh", import.meta.url), "utf8");

/** An emulated host under load takes its time; one that says nothing for so long is gone. */
const answerMs = 90_000;

/** OpenSSH's name of a machine in known_hosts: the port stands in it unless it is ssh's own. */
function knownHostName({ address, port }: { readonly address: string; readonly port: number }): string {
  return port === 22 ? address : `[${address}]:${String(port)}`;
}

/** Writes the rack's pinned host keys where ssh and libvirt's provider read them; returns the file. */
export async function writeKnownHosts(inventory: Inventory, project: string): Promise<string> {
  const directory = join(project, ".crossbed", "racks", inventory.name);
  await mkdir(directory, { recursive: true });
  const machines = [...inventory.hosts, ...inventory.simulators];
  const file = join(directory, "known_hosts");
  await writeFile(file, machines.map(({ ssh }) => `${knownHostName(ssh)} ${ssh.hostKey}\n`).join(""));
  return file;
}

/** Facts of every host by name. One that does not answer stops everything: nothing has been changed. */
export async function lookAtHosts(inventory: Inventory, knownHosts: string): Promise<Record<string, HostFacts>> {
  return allOf(await lookAtHostsThatAnswer(inventory, knownHosts));
}

/** Facts of the hosts that answer, and why the others do not. */
export async function lookAtHostsThatAnswer(inventory: Inventory, knownHosts: string): Promise<Seen<HostFacts>> {
  return await ofEach(inventory.hosts, async (host) =>
    parseHostFacts(host.name, await ask(host, inventory, knownHosts, factsScript)),
  );
}

/** Boot id of every simulator machine by name. */
export async function lookAtSimulators(inventory: Inventory, knownHosts: string): Promise<Record<string, string>> {
  return allOf(
    await ofEach(inventory.simulators, async (machine) =>
      (await ask(machine, inventory, knownHosts, "cat /proc/sys/kernel/random/boot_id\n")).trim(),
    ),
  );
}

/** What machines answered, by name, and the errors of those that did not. */
export interface Seen<Answer> {
  readonly answers: Record<string, Answer>;
  readonly failures: Record<string, Error>;
}

/** Asks all machines at once. */
async function ofEach<Machine extends { readonly name: string }, Answer>(
  machines: readonly Machine[],
  look: (machine: Machine) => Promise<Answer>,
): Promise<Seen<Answer>> {
  const asked = await Promise.allSettled(machines.map((machine) => look(machine)));
  const seen: Seen<Answer> = { answers: {}, failures: {} };
  // In the inventory's order, whoever answered first.
  for (const [index, { name }] of machines.entries()) {
    const outcome = asked[index];
    if (outcome?.status === "fulfilled") seen.answers[name] = outcome.value;
    else if (outcome?.reason instanceof Error) seen.failures[name] = outcome.reason;
    else throw outcome?.reason;
  }
  return seen;
}

/** The answers, when there is no failure; several are told together. */
function allOf<Answer>({ answers, failures }: Seen<Answer>): Record<string, Answer> {
  const errors = Object.values(failures);
  const [first] = errors;
  if (first === undefined) return answers;
  if (errors.length === 1) throw first;
  throw new CrossbedError("unreachable", errors.map(({ message }) => message).join("\n"), { cause: first });
}

/** Runs a read-only script on a machine; returns what it printed. */
async function ask(
  machine: InventoryHost | InventorySimulator,
  { ssh }: Inventory,
  knownHosts: string,
  script: string,
): Promise<string> {
  const { address, port } = machine.ssh;
  const result = await execa(
    "ssh",
    [
      ...["-F", "none", "-i", ssh.privateKeyFile, "-p", String(port), "-T"],
      ...[
        "BatchMode=yes",
        "IdentitiesOnly=yes",
        "StrictHostKeyChecking=yes",
        `UserKnownHostsFile=${knownHosts}`,
      ].flatMap((option) => ["-o", option]),
      ...["ConnectTimeout=30", "LogLevel=ERROR"].flatMap((option) => ["-o", option]),
      `${ssh.user}@${address}`,
      "bash -s",
    ],
    { input: script, reject: false, timeout: answerMs },
  );
  if (result.exitCode === 0) return result.stdout;
  const said = result.stderr.trim().split("\n").slice(-3).join("\n");
  const what = said === "" ? `no answer within ${String(answerMs / 1000)} s` : said;
  throw new CrossbedError("unreachable", `${what}; nothing has been changed.`, {
    where: `${machine.name} (${ssh.user}@${address}, port ${String(port)})`,
    hint: "Is it up? For the lab: npx pulumi up -s lab",
  });
}

/** Holders of hosts other than this one, by stack: the hosts and one of the leases each. A stack of this name may be another's. */
export function otherHolders(
  { stack, holder: self }: LeaseHolder,
  facts: Readonly<Record<string, HostFacts>>,
): { readonly lease: Lease; readonly hosts: readonly string[] }[] {
  const leases = Object.entries(facts).flatMap(([host, { lease }]) =>
    lease === null || (lease.stack === stack && lease.holder === self) ? [] : [{ host, lease }],
  );
  return [...new Set(leases.map(({ lease }) => lease.stack))].flatMap((holder) => {
    const held = leases.filter(({ lease }) => lease.stack === holder);
    return held[0] === undefined ? [] : [{ lease: held[0].lease, hosts: held.map(({ host }) => host) }];
  });
}

/** Refuses hosts that another stack holds; names the holder and both ways out. */
export function refuseHeldHosts(self: LeaseHolder, facts: Readonly<Record<string, HostFacts>>): void {
  const [first] = otherHolders(self, facts);
  if (first === undefined) return;
  const { lease, hosts } = first;
  throw new CrossbedError(
    "held",
    `the stack ${lease.stack} holds them since ${lease.since} (${lease.holder}); nothing has been changed.`,
    {
      where: hosts.join(", "),
      hint: isNamesake(self, lease)
        ? takeDownElsewhere(self.stack)
        : `Switch to this stack: npx crossbed switch ${self.stack}\n` +
          `Or only take the other one down: npx pulumi destroy -s ${lease.stack}`,
    },
  );
}

/** Whether a lease is that of somebody else's stack of this name: what this clone records under the name is not what runs there. */
export function isNamesake(self: LeaseHolder, lease: Lease): boolean {
  return lease.stack === self.stack && lease.holder !== self.holder;
}

/** What to do about a holder that this clone cannot take down. */
export function takeDownElsewhere(stack: string): string {
  return `Take it down where it was brought up. If that is lost and nothing of it runs: npx crossbed switch ${stack} --take-over`;
}

/**
 * Refuses a guest that runs away from home: Pulumi believes that it lives where it was created, and would start it a
 * second time.
 */
export function refuseGuestsAway(
  stack: string,
  guests: readonly GuestPlan[],
  facts: Readonly<Record<string, HostFacts>>,
): void {
  for (const guest of guests) {
    const host = hostAway(guest, facts);
    if (host === undefined) continue;
    throw new CrossbedError(
      "held",
      `${guest.domain} runs here, but its home is ${guest.host}; nothing has been changed.`,
      {
        where: host,
        hint: `Bring it home: npx crossbed home ${stack}`,
      },
    );
  }
}

/** The host where a guest runs away from home; undefined where it is at home or does not run. */
export function hostAway(
  guest: Pick<GuestPlan, "domain" | "host">,
  facts: Readonly<Record<string, HostFacts>>,
): string | undefined {
  return Object.entries(facts).find(
    ([host, { domains }]) =>
      host !== guest.host && domains.some((domain) => domain.name === guest.domain && domain.isRunning),
  )?.[0];
}
