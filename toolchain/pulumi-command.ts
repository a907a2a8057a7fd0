/** Runs `pulumi` as a person would after `eval "$(npx crossbed env)"`, and says which command that is. */
import { join } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { pulumiEnvironment } from "./environment.ts";

export interface PulumiOptions {
  /** The project's directory. */
  readonly project: string;
  /** Told the command before it runs. */
  readonly say: (line: string) => void;
}

/** Runs a command on the terminal; fails with `command_failed` when it does. */
export async function runPulumi(args: readonly string[], { project, say }: PulumiOptions): Promise<void> {
  say(`+ npx pulumi ${args.join(" ")}`);
  // Ctrl-C at the terminal reaches Pulumi too; it ends in its own order, and we wait for that.
  const wait = (): void => undefined;
  process.on("SIGINT", wait);
  const result = await execa(join(project, "node_modules/.bin/pulumi"), args, {
    cwd: project,
    env: pulumiEnvironment(project, process.env),
    stdio: "inherit",
    reject: false,
  });
  process.off("SIGINT", wait);
  if (result.exitCode === 0) return;
  const interrupted = result.signal === "SIGINT" || result.exitCode === 130;
  throw new CrossbedError(
    interrupted ? "interrupted" : "command_failed",
    interrupted ? "interrupted." : `pulumi ${args[0] ?? ""} failed; its own words are above.`,
  );
}

/** Value of one stack output, or undefined when the stack or the output does not exist. */
export async function stackOutput(stack: string, name: string, project: string): Promise<unknown> {
  const result = await execa(
    join(project, "node_modules/.bin/pulumi"),
    ["stack", "output", name, "--stack", stack, "--json", "--show-secrets", "--non-interactive"],
    { cwd: project, env: pulumiEnvironment(project, process.env), reject: false },
  );
  return result.exitCode === 0 ? (JSON.parse(result.stdout) as unknown) : undefined;
}
