/** Looks at a rack's machines, all at once, with one command each. It only reads. */
import { CrossbedError } from "../base/errors.ts";
import { parseHostFacts, type HostFacts } from "./facts.ts";
import { factsScript } from "./facts-script.ts";
import type { Inventory } from "./inventory.ts";
import { Remote } from "./remote.ts";
import { machinesOf } from "./ssh-config.ts";
import { mayBeOff } from "./ssh-failure.ts";
import { lookAnswerMs, lookConnectSec } from "./timeouts.ts";

/** The machines' answers by name, and the errors of those that gave none. */
export interface Seen<Answer> {
  readonly answers: Record<string, Answer>;
  readonly failures: Record<string, Error>;
}

/** Facts of every host by name. One that does not answer stops everything: nothing has been changed. */
export async function lookAtHosts(inventory: Inventory): Promise<Record<string, HostFacts>> {
  const seen = await lookAtHostsThatAnswer(inventory);
  const [lost] = Object.entries(seen.failures).filter(([, error]) => mayBeOff(error));
  return allOf(seen, lost === undefined ? "" : `\n${ifGone(lost[0])}`);
}

/** What to do about a host that may be gone for good. */
export const ifGone = (host: string): string =>
  `If ${host} is gone for good: npx crossbed fence ${host} --off (--is-off where its fencing device is silent), then npx crossbed down STACK takes the stack on it down without it, or npx crossbed home STACK --without ${host} starts its guests on other hosts (docs/fencing.md).`;

/** Facts of the hosts that answer, and why the others do not. */
export async function lookAtHostsThatAnswer(inventory: Inventory): Promise<Seen<HostFacts>> {
  return await askEach(inventory, inventory.hosts, factsScript, parseHostFacts);
}

/** What a simulator machine says before anything is done: its boot and its network cards. */
export interface SimulatorFacts {
  readonly bootId: string;
  readonly interfaces: readonly { readonly name: string; readonly mac: string }[];
}

const simulatorScript = `cat /proc/sys/kernel/random/boot_id
for path in /sys/class/net/*; do
  if [[ -e $path/device ]]; then echo "\${path##*/} $(< "$path/address")"; fi
done
`;

/** Facts of every simulator machine by name. One that does not answer stops everything. */
export async function lookAtSimulators(inventory: Inventory): Promise<Record<string, SimulatorFacts>> {
  return allOf(await lookAtSimulatorsThatAnswer(inventory));
}

/** Facts of the simulators that answer, and why the others do not. */
export async function lookAtSimulatorsThatAnswer(inventory: Inventory): Promise<Seen<SimulatorFacts>> {
  return await askEach(inventory, inventory.simulators, simulatorScript, readSimulator);
}

function readSimulator(_: string, text: string): SimulatorFacts {
  const [bootId = "", ...cards] = text.trim().split("\n");
  return {
    bootId,
    interfaces: cards.map((line) => {
      const [name = "", mac = ""] = line.split(" ");
      return { name, mac };
    }),
  };
}

/** Has all machines run a read-only script. */
async function askEach<Answer>(
  inventory: Inventory,
  list: Inventory["hosts" | "simulators"],
  script: string,
  read: (machine: string, text: string) => Answer,
): Promise<Seen<Answer>> {
  const machines = machinesOf(inventory, list);
  const options = { connectSec: lookConnectSec, isShared: false };
  const remote = await Remote.open(machines, inventory.ssh.privateKeyFile, options);
  try {
    const asked = await Promise.allSettled(
      // The script itself goes to stdin: root's own shell need not be bash.
      machines.map(async ({ name }) => read(name, await remote.run(name, "bash -s", script, lookAnswerMs))),
    );
    const seen: Seen<Answer> = { answers: {}, failures: {} };
    // In the inventory's order, whoever answered first.
    for (const [index, { name }] of machines.entries()) {
      const outcome = asked[index];
      if (outcome?.status === "fulfilled") seen.answers[name] = outcome.value;
      else if (outcome?.reason instanceof Error) seen.failures[name] = outcome.reason;
      else throw outcome?.reason;
    }
    return seen;
  } finally {
    await remote.close();
  }
}

/** The answers, if no machine failed; throws one error that reports all failures together. */
function allOf<Answer>({ answers, failures }: Seen<Answer>, hint = ""): Record<string, Answer> {
  const errors = Object.values(failures);
  const [first] = errors;
  if (first === undefined) return answers;
  const text = `${errors.map(({ message }) => message).join("\n")}\nNothing has been changed.${hint}`;
  throw new CrossbedError(first instanceof CrossbedError ? first.code : "unreachable", text, { cause: first });
}
