/** What a command of a user's costs, in a process of its own. */
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const program = fileURLToPath(new URL("command-process.mjs", import.meta.url));

/** What `command-process.mjs` prints. */
interface CommandCost {
  readonly seconds: number;
  /** Of all its threads, in the kernel too. */
  readonly processorSec: number;
  readonly peakMB: number;
}

/** Makes the bundle, so that no figure holds that. */
export async function prepareCommands(): Promise<void> {
  await execa("node", [program, "report", "--help"]);
}

/** Of commands of `crossbed`, one after another in one process. */
export async function commandCost(...commands: readonly (readonly string[])[]): Promise<CommandCost> {
  const words = commands.flatMap((command, index) => [...(index > 0 ? ["--then"] : []), ...command]);
  const { stdout } = await execa("node", [program, ...words]);
  return JSON.parse(stdout.split("\n").at(-1) ?? "") as CommandCost;
}
