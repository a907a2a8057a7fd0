/** `crossbed up`: runs `pulumi up` for a stack, even after somebody killed an earlier Pulumi. */
import { Command } from "commander";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { hasDeaths } from "../rack/death-record.ts";
import { consentArguments } from "./consent.ts";
import { settleReturnedHosts } from "./lost-host.ts";
import { project } from "../base/project.ts";
import { lookAtPartOfRack } from "./rack.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function upCommand(): Command {
  return new Command("up")
    .description("bring a stack up with pulumi: lab, or a testbed such as kvm-6core")
    .argument("<stack>")
    .option("--yes", "do not ask before changing anything")
    .action(async (stack: string, options: { yes?: boolean }) => {
      const consent = consentArguments(options);
      if (stack !== "lab" && hasDeaths(project)) await settleReturnedHosts(await lookAtPartOfRack(stack), say);
      await runPulumi(["up", "--stack", stack, ...consent], { project, say });
    });
}
