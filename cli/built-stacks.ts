/** Which stacks of this clone exist in more than name. */
import { execa } from "execa";
import { pulumiInvocation } from "../toolchain/pulumi-command.ts";
import { project } from "./project.ts";

/** Names of the stacks that have resources. */
export async function builtStacks(): Promise<string[]> {
  const { file, env } = pulumiInvocation(project);
  const { stdout } = await execa(file, ["stack", "ls", "--json", "--non-interactive"], { cwd: project, env });
  const stacks = JSON.parse(stdout) as { readonly name: string; readonly resourceCount?: number }[];
  return stacks.filter(({ resourceCount = 0 }) => resourceCount > 0).map(({ name }) => name);
}
