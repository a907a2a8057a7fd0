/** How long the command line takes to answer, and where a lab is up, a preview and an `up` that has nothing to do. */
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { messageOf } from "../base/errors.ts";
import { project } from "../base/project.ts";
import { pulumiInvocation } from "../toolchain/pulumi-command.ts";
import type { Finding } from "./finding.ts";

const program = fileURLToPath(new URL("../cli/crossbed.mjs", import.meta.url));
const attempts = 5;

export async function* programTime(): AsyncGenerator<Finding> {
  const times: number[] = [];
  // The first compiles what changed.
  for (let attempt = 0; attempt <= attempts; attempt += 1)
    times.push(await seconds(() => execa("node", [program, "--help"])));
  const [firstSec = 0, ...others] = times;
  const loadSec = Math.min(...others);
  yield {
    text: `the command line answers in ${loadSec.toFixed(2)} s, ${firstSec.toFixed(2)} s the first time.`,
    figures: { what: "load", firstSec, seconds: loadSec, attempts },
  };
  const { stack, why } = await unchangedTestbed();
  if (stack === undefined) {
    yield { text: `preview and second up: skipped, as ${why}.`, figures: { what: "preview", skipped: why } };
    return;
  }
  const previewSec = await pulumiSeconds(["preview", "--stack", stack]);
  yield {
    text: `preview of ${stack}: ${previewSec.toFixed(2)} s.`,
    figures: { what: "preview", stack, seconds: previewSec },
  };
  const upSec = await pulumiSeconds(["up", "--stack", stack, "--yes", "--skip-preview"]);
  yield { text: `second up of ${stack}: ${upSec.toFixed(2)} s.`, figures: { what: "up", stack, seconds: upSec } };
}

/** A testbed that stands, or why there is none. */
export async function builtTestbed(): Promise<{ readonly stack?: string; readonly why: string }> {
  let built: string[];
  try {
    built = await builtStacks();
  } catch (error) {
    return { why: `Pulumi does not tell which stacks are up (${messageOf(error).split("\n")[0] ?? ""})` };
  }
  const stack = built.find((name) => name !== "lab");
  return stack === undefined ? { why: "no testbed is up" } : { stack, why: "" };
}

/** One that an `up` would leave as it is. Changes nothing. */
async function unchangedTestbed(): Promise<{ readonly stack?: string; readonly why: string }> {
  const { stack, why } = await builtTestbed();
  if (stack === undefined) return { why };
  const { file, env } = pulumiInvocation(project);
  const check = ["preview", "--stack", stack, "--expect-no-changes", "--non-interactive"];
  const { exitCode } = await execa(file, check, { cwd: project, env, reject: false });
  return exitCode === 0 ? { stack, why: "" } : { why: `an up of ${stack} would change something` };
}

/** Names of the stacks that have resources. */
async function builtStacks(): Promise<string[]> {
  const { file, env } = pulumiInvocation(project);
  const { stdout } = await execa(file, ["stack", "ls", "--json", "--non-interactive"], { cwd: project, env });
  const stacks = JSON.parse(stdout) as { readonly name: string; readonly resourceCount?: number }[];
  return stacks.filter(({ resourceCount = 0 }) => resourceCount > 0).map(({ name }) => name);
}

async function pulumiSeconds(args: readonly string[]): Promise<number> {
  const { file, env } = pulumiInvocation(project);
  return await seconds(() => execa(file, [...args, "--non-interactive"], { cwd: project, env }));
}

async function seconds(task: () => PromiseLike<unknown>): Promise<number> {
  const fromMs = performance.now();
  await task();
  return (performance.now() - fromMs) / 1000;
}
