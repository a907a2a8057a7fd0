/** `crossbed up`: runs `pulumi up` for a stack, even after somebody killed an earlier Pulumi. */
import { Command } from "commander";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { consentArguments } from "./consent.ts";
import { project } from "./project.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function upCommand(): Command {
  return new Command("up")
    .description("bring a stack up with pulumi: lab, or a testbed such as kvm-6core")
    .argument("<stack>")
    .option("--yes", "do not ask before changing anything")
    .action(async (stack: string, options: { yes?: boolean }) => {
      await runPulumi(["up", "--stack", stack, ...consentArguments(options)], { project, say });
    });
}
