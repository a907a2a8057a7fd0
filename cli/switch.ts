/** `crossbed switch`: takes down the stack that holds the hosts and brings up this one. After an interruption another run finishes it. */
import { Command } from "commander";
import { formatDuration } from "../base/duration.ts";
import { CrossbedError } from "../base/errors.ts";
import { leaseHolder } from "../rack/lease-holder.ts";
import type { Lease } from "../rack/lease-record.ts";
import { releaseLeases } from "../rack/lease.ts";
import { isAnothers, otherHolders, takeDownElsewhere } from "../stacks/preflight.ts";
import { parseSpec } from "../stacks/spec.ts";
import { withoutHolder } from "../stacks/survey/findings.ts";
import { refuseFindings } from "../stacks/survey/render.ts";
import { benchmarksVariable, readLocalConfig, readStackData, withBenchmarks } from "../stacks/stack-data.ts";
import { consentArguments } from "./consent.ts";
import { lookAtHosts } from "../rack/look.ts";
import { project } from "../base/project.ts";
import { lookAtRack, withMachines, type Rack } from "./rack.ts";
import { stackFindings } from "./stack-findings.ts";
import { takeTestbedDown } from "./take-testbed-down.ts";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { recordedStacks } from "../toolchain/recorded-stacks.ts";

interface Options {
  readonly yes?: true;
  readonly takeOver?: true;
  readonly rebuild?: true;
  readonly benchmarks?: string;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function switchCommand(): Command {
  return new Command("switch")
    .description("take down the stack that holds the hosts (its LUN's file system and results stay), bring this one up")
    .argument("<stack>", "testbed stack, such as xen-6core")
    .option("--yes", "do not ask before changing anything")
    .option("--take-over", "take hosts from a stack that this clone does not know, if nothing of it runs any more")
    .option("--rebuild", "take this stack down first, too, if it is up")
    .option("--benchmarks <json>", "settings laid over the stack's benchmarks for this update alone")
    .action(async (stack: string, options: Options) => {
      const consent = consentArguments(options);
      const times: string[] = [];
      const step = async (name: string, work: () => Promise<void>): Promise<void> => {
        const started = performance.now();
        await work();
        times.push(`  ${name}: ${formatDuration((performance.now() - started) / 1000)}`);
      };
      const env = options.benchmarks === undefined ? {} : { [benchmarksVariable]: options.benchmarks };
      // What cannot stand there is told before anything is taken down.
      parseSpec(stack, withBenchmarks(readStackData(stack, readLocalConfig(stack)), options.benchmarks));
      const rack = await lookAtRack(stack);
      const built = await recordedStacks(project);
      const self = leaseHolder(stack, project);
      if (options.rebuild === true && built.has(stack))
        await step(`${stack} down`, () => takeTestbedDown(stack, options, say));
      const holders = otherHolders(self, rack.facts);
      // A stack that could not be built afterwards costs nobody a testbed.
      if (holders.length > 0) refuseFindings(stack, withoutHolder((await stackFindings(stack)).findings));
      for (const { lease, hosts } of holders) {
        if (built.has(lease.stack) && !isAnothers(self, lease)) {
          await step(`${lease.stack} down`, () => takeTestbedDown(lease.stack, options, say));
        } else if (options.takeOver === true) {
          await takeOver(rack, lease);
        } else {
          throw new CrossbedError(
            "held",
            `the stack ${lease.stack} has held them since ${lease.since} (${lease.holder}), and this clone does not know it.`,
            {
              where: hosts.join(", "),
              hint: takeDownElsewhere(stack),
            },
          );
        }
      }
      await step(`${stack} up`, () => runPulumi(["up", "--stack", stack, ...consent], { project, say, env }));
      process.stdout.write(`times:\n${times.join("\n")}\n`);
    });
}

/** Clears the leases of a stack that nobody can take down any more, if nothing on any host belongs to it. */
async function takeOver({ inventory }: Rack, lease: Lease): Promise<void> {
  const facts = await lookAtHosts(inventory);
  const inUse = Object.entries(facts).flatMap(([host, { domains, clusterFilesystems }]) => [
    ...domains
      .filter(({ isRunning, stalled }) => isRunning || stalled !== null)
      .map(({ name }) => `${host} runs ${name}`),
    ...clusterFilesystems.map(({ target }) => `${host} has ${target} mounted`),
  ]);
  if (inUse.length > 0) {
    throw new CrossbedError("held", `${lease.stack} is not dead: ${inUse.join("; ")}. Nothing has been changed.`, {
      where: Object.keys(facts).join(", "),
      hint: "Shut down the guests and unmount, or restart the hosts; then try again.",
    });
  }
  const machines = [...inventory.hosts, ...inventory.simulators].map(({ name }) => name);
  await withMachines(inventory, (remote) => releaseLeases(remote, machines, lease));
  say(`the leases of ${lease.stack} (${lease.holder}) are cleared`);
}
