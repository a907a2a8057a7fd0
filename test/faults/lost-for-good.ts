/** A host that does not come back: the stack is taken down without it by the commands that a person has, then the host returns. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Inventory } from "../../rack/inventory.ts";
import { lookAtHostsThatAnswer } from "../../rack/look.ts";
import { recordedStacks } from "../../toolchain/recorded-stacks.ts";
import { letOn, switchPower } from "./lab-power.ts";

export interface LostForGood {
  readonly directory: string;
  readonly inventory: Inventory;
  readonly project: string;
  readonly stack: string;
}

/** Runs a command as a person does; its output goes to the terminal. Resolves to its exit status. */
export async function crossbed(project: string, ...args: readonly string[]): Promise<number | undefined> {
  const { exitCode } = await execa("node", ["cli/crossbed.mjs", ...args], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    reject: false,
  });
  return exitCode;
}

/** Exit status of a command that needs a host which does not answer. */
const unreachable = 4;

/** Takes the stack down without the last host, whose power is gone; then the power is back. Resolves to what was not as it must be. */
export async function takeDownWithout({ directory, inventory, project, stack }: LostForGood): Promise<string[]> {
  const host = inventory.hosts.at(-1)?.name ?? "";
  const problems: string[] = [];
  const demand = async (wanted: number, ...args: readonly string[]): Promise<void> => {
    const began = Date.now();
    const status = await crossbed(project, ...args);
    process.stderr.write(`${args.join(" ")}: status ${String(status)} after ${String(Date.now() - began)} ms\n`);
    if (status !== wanted) problems.push(`${args.join(" ")} ended with ${String(status)} and not ${String(wanted)}`);
  };
  try {
    await demand(unreachable, "down", stack, "--yes");
    await demand(0, "fence", host, "--is-off", "--yes", "--stack", stack);
    await demand(0, "down", stack, "--yes");
    await demand(0, "down", stack, "--yes");
    problems.push(...(await whatIsLeft(inventory, project, stack)));
  } finally {
    await letOn(directory, host);
    await switchPower(directory, "start", host);
  }
  return problems;
}

/** What the living hosts and the state still have of the stack. */
async function whatIsLeft(inventory: Inventory, project: string, stack: string): Promise<string[]> {
  const { answers } = await lookAtHostsThatAnswer(inventory);
  const onHosts = Object.entries(answers).flatMap(([host, { lease, clusterFilesystems, clusterMembers, domains }]) => [
    ...(lease === null ? [] : [`${host} is held by ${lease.stack}`]),
    ...clusterFilesystems.map(({ target }) => `${host} has ${target} mounted`),
    ...(clusterMembers === null ? [] : [`${host} runs a cluster`]),
    ...domains.map(({ name }) => `${host} has ${name}`),
  ]);
  const built = await recordedStacks(project);
  return [...onHosts, ...(built.has(stack) ? [`the record of ${stack} is not empty`] : [])];
}

/** Records of hosts that are off, which must be gone once every host is back. */
export function recordsLeft(project: string): string[] {
  const directory = join(project, ".crossbed", "dead-hosts");
  return existsSync(directory) ? readdirSync(directory).map((file) => `${file} says that a host is off`) : [];
}
