/** `crossbed env`: the lines that make plain `pulumi` and `crossbed` commands work in this shell. */
import { join } from "node:path";
import { Command } from "commander";
import { pulumiEnvironment } from "../toolchain/environment.ts";
import { project } from "../base/project.ts";

/** A POSIX shell word that stands for exactly this value. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

export function envCommand(): Command {
  return new Command("env")
    .description(
      'print the variables that pulumi needs, and a function crossbed: eval "$(npx crossbed env)"; your own settings are kept',
    )
    .option("--json", "as one JSON object")
    .action((options: { json?: boolean }) => {
      const variables = pulumiEnvironment(project, process.env);
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(variables, null, 2)}\n`);
        return;
      }
      for (const [name, value] of Object.entries(variables)) process.stdout.write(`export ${name}=${quote(value)}\n`);
      // npx takes longer to find this program than most commands take.
      process.stdout.write(`crossbed() { node ${quote(join(project, "cli/crossbed.mjs"))} "$@"; }\n`);
    });
}
