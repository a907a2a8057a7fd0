/** The `crossbed` command: one file a subcommand, listed here. */
import { Command, CommanderError } from "commander";
import { exitStatusOf, CrossbedError } from "../base/errors.ts";
import { benchCommand } from "./bench.ts";
import { envCommand } from "./env.ts";
import { parseCommand } from "./parse.ts";
import { planCommand } from "./plan.ts";
import { reportCommand } from "./report.ts";
import { setupCommand } from "./setup.ts";
import { startCommand } from "./start.ts";
import { upCommand } from "./up.ts";

/** Subcommands in the order help shows them. */
const commands: readonly Command[] = [
  startCommand(),
  setupCommand(),
  envCommand(),
  planCommand(),
  upCommand(),
  benchCommand(),
  parseCommand(),
  reportCommand(),
];

const program = new Command("crossbed")
  .description("Hypervisor testbeds as code: build, measure, compare, take down")
  .exitOverride();
for (const command of commands) program.addCommand(command.exitOverride());

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const text = error instanceof CrossbedError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`crossbed: ${text ?? "unknown error"}\n`);
    process.exitCode = exitStatusOf(error);
  }
}
