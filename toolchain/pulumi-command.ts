/** Runs `pulumi` as a person would after `eval "$(npx crossbed env)"`, and says which command that is. */
import { existsSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { pulumiEnvironment, usesDefaultBackend } from "./environment.ts";
import { awaitUnlocked } from "./live-locks.ts";
import { pulumiBinary } from "./paths.ts";
import { recordRun } from "./pulumi-runs.ts";
import { recordedOutputs } from "./state-file.ts";

export interface PulumiOptions {
  /** The project's directory. */
  readonly project: string;
  /** Gets the command before it runs. */
  readonly say: (line: string) => void;
  /** Added to the environment of the command, and told with it. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The binary that `npx pulumi` runs, and what it needs to run. We start it directly: the npm package's wrapper dies of the first
 * Ctrl-C and would leave Pulumi, which then still tidies up, behind in the background.
 */
export function pulumiInvocation(project: string): { file: string; env: Record<string, string> } {
  const file = pulumiBinary(project, process.env);
  if (!existsSync(file)) {
    throw new CrossbedError("missing_prerequisite", "Pulumi is not installed.", {
      where: file,
      hint: "Run: npx crossbed setup",
    });
  }
  const path = [dirname(file), process.env["PATH"] ?? ""].join(delimiter);
  return { file, env: { ...pulumiEnvironment(project, process.env), PATH: path } };
}

/** Text for `sh` that runs the command of its arguments. A terminal that closes would end Pulumi in the middle of an update; this asks it
 * to end in order instead, as Ctrl-C does. */
export const deafToHangUp = 'trap "" HUP; exec "$0" "$@"';

/** Runs a command on the terminal; fails with `interrupted` after Ctrl-C or where the terminal closed, with `command_failed` when Pulumi fails. */
export async function runPulumi(args: readonly string[], options: PulumiOptions): Promise<void> {
  const { project, say, env: own = {} } = options;
  const { file, env } = pulumiInvocation(project);
  const stack = lockedStack(args);
  if (stack !== undefined) await awaitUnlocked(stack, project, say);
  const settings = Object.entries(own).map(([name, value]) => `${name}='${value}' `);
  say(`+ ${settings.join("")}npx pulumi ${args.join(" ")}`);
  const running = execa("sh", ["-c", deafToHangUp, file, ...args], {
    cwd: project,
    env: { ...env, ...own },
    stdio: "inherit",
    reject: false,
  });
  const interrupts: NodeJS.Signals[] = [];
  // Ctrl-C at the terminal reaches Pulumi too; it ends in its own order, and we wait for that.
  const wait = (signal: NodeJS.Signals): void => void interrupts.push(signal);
  const passOn = (signal: NodeJS.Signals): void => {
    // A terminal that closes may say so twice; a second interrupt would end Pulumi at once.
    if (signal !== "SIGHUP" || interrupts.length === 0) running.kill("SIGINT");
    wait(signal);
  };
  process.on("SIGINT", wait);
  process.on("SIGTERM", passOn);
  process.on("SIGHUP", passOn);
  try {
    // Without it a lock that outlives its Pulumi has to be cancelled by hand; nothing else depends on it.
    if (running.pid !== undefined) await recordRun(project, running.pid).catch(() => undefined);
    const result = await running;
    if (result.exitCode === 0) return;
  } finally {
    process.off("SIGINT", wait);
    process.off("SIGTERM", passOn);
    process.off("SIGHUP", passOn);
  }
  if (interrupts.length > 0) throw new CrossbedError("interrupted", "interrupted.");
  throw new CrossbedError("command_failed", `pulumi ${args[0] ?? ""} failed; its output above says why.`);
}

/** The stack that a command locks; undefined for one that locks none. */
function lockedStack([command = "", ...args]: readonly string[]): string | undefined {
  if (command === "stack") return args[0] === "rm" ? args[1] : undefined;
  return command === "up" || command === "destroy" ? args[args.indexOf("--stack") + 1] : undefined;
}

/** Value of one stack output, or undefined when the stack or the output does not exist. */
export async function stackOutput(stack: string, name: string, project: string): Promise<unknown> {
  if (usesDefaultBackend(project, process.env)) {
    const outputs = await recordedOutputs(stack, project);
    if (outputs !== undefined) return outputs[name];
  }
  const { file, env } = pulumiInvocation(project);
  const args = ["stack", "output", name, "--stack", stack, "--json", "--show-secrets", "--non-interactive"];
  const result = await execa(file, args, { cwd: project, env, stdin: "ignore", reject: false });
  return result.exitCode === 0 ? (JSON.parse(result.stdout) as unknown) : undefined;
}
