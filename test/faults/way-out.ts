/** Takes a harmed stack down by the commands that a person has, while a host is gone or the hosts do not hear each other. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lookAtHostsThatAnswer } from "../../rack/look.ts";
import { recordedStacks } from "../../toolchain/recorded-stacks.ts";
import { crossbedLine, startCommand } from "./command-run.ts";
import { lastHost, type HarmedLab } from "./fault.ts";

type Commanding = Pick<HarmedLab, "project" | "stack" | "say" | "standing">;

/** Runs a command as a person does; its output goes to the terminal. Resolves to its exit status. */
async function crossbed(lab: Commanding, ...args: readonly string[]): Promise<number | undefined> {
  const began = Date.now();
  const { status } = await (await startCommand(lab, crossbedLine(...args))).ended;
  lab.say(`${args.join(" ")}: status ${String(status)} after ${Math.round((Date.now() - began) / 1000)} s`);
  return status;
}

/** Runs it; a sentence where its exit status is not the one that it must have. */
export async function demand(lab: Commanding, wanted: number, ...args: readonly string[]): Promise<string[]> {
  const status = await crossbed(lab, ...args);
  return status === wanted ? [] : [`${args.join(" ")} ended with ${String(status)} and not ${wanted}`];
}

/** Exit status of a command that needs a host which does not answer. */
const unreachable = 4;

/** Takes the stack down without the last host, whose power is gone; then the power is back. Resolves to what was not as it must be. */
export async function takeDownWithout(lab: HarmedLab): Promise<string[]> {
  const { stack } = lab;
  const problems = [
    ...(await demand(lab, unreachable, "down", stack, "--yes")),
    ...(await demand(lab, 0, "fence", lastHost(lab), "--is-off", "--yes", "--stack", stack)),
    ...(await demand(lab, 0, "down", stack, "--yes")),
    ...(await demand(lab, 0, "down", stack, "--yes")),
    ...(await whatIsLeft(lab)),
  ];
  await lab.standing.healAll();
  return problems;
}

/** Takes the stack down while hosts answer this machine, whatever they hear of each other. */
export async function takeDown(lab: HarmedLab): Promise<string[]> {
  return [...(await demand(lab, 0, "down", lab.stack, "--yes")), ...(await whatIsLeft(lab))];
}

/** What the hosts that answer and the state still have of the stack. */
async function whatIsLeft({ inventory, project, stack }: HarmedLab): Promise<string[]> {
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
