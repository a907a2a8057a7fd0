/** `crossbed check`: what speaks for and against a stack on its rack, everything at once. Changes nothing. */
import { Command } from "commander";
import { renderFindings } from "../stacks/survey/render.ts";
import { stackFindings } from "./stack-findings.ts";

/** The exit status of a missing prerequisite: the user must mend something first. */
const stoppedStatus = 3;

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "look at everything that a testbed stack needs of its machines, change nothing; exit status 3 when something stops it",
    )
    .argument("<stack>", "testbed stack, such as kvm-6core")
    .option("--json", "the findings as JSON")
    .action(async (stack: string, options: { json?: boolean }) => {
      const { inventory, findings } = await stackFindings(stack);
      const machines = [...inventory.hosts, ...inventory.simulators].map(({ name }) => name);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ version: 1, stack, rack: inventory.name, findings }, null, 2)}\n`
          : `${renderFindings(stack, machines, findings)}\n`,
      );
      if (findings.some(({ severity }) => severity === "stop")) process.exitCode = stoppedStatus;
    });
}
