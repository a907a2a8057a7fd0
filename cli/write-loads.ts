/** Puts loads into a stack's data for this clone, as a person would: by Pulumi's configuration. */
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { project } from "../base/project.ts";

/** Replaces `benchmarks.loads` of the stack; each command is said. The list is removed first: a longer one would keep its end. */
export async function writeLoads(stack: string, loadsReqPerSec: readonly number[]): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  for (const args of configCommands(stack, loadsReqPerSec)) await runPulumi(args, { project, say });
}

/** Arguments of `pulumi`, a list for each command. */
export function configCommands(stack: string, loadsReqPerSec: readonly number[]): string[][] {
  const key = "crossbed:benchmarks.loads";
  const settings = loadsReqPerSec.flatMap((load, index) => ["--plaintext", `${key}[${String(index)}]=${String(load)}`]);
  return [
    ["config", "rm", "--stack", stack, "--path", key],
    ["config", "set-all", "--stack", stack, "--path", ...settings],
  ];
}
