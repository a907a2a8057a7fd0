/** Reads from this clone's state which stacks exist in more than name, and what belongs to them. */
import { readdir } from "node:fs/promises";
import { execa } from "execa";
import { usesDefaultBackend } from "./environment.ts";
import { pulumiInvocation } from "./pulumi-command.ts";
import { recordedResources, stacksDirectory, type RecordedResource } from "./state-file.ts";

/** Resources of each stack that has some, by name. Asks Pulumi only for what it cannot read without it. */
export async function recordedStacks(project: string): Promise<ReadonlyMap<string, readonly RecordedResource[]>> {
  const isFile = usesDefaultBackend(project, process.env);
  const names = isFile ? await stackFiles(project) : await listedStacks(project);
  const stacks = new Map<string, readonly RecordedResource[]>();
  for (const name of names) {
    const resources =
      (isFile ? await recordedResources(name, project) : undefined) ?? (await exportedResources(name, project));
    if (resources.length > 0) stacks.set(name, resources);
  }
  return stacks;
}

async function stackFiles(project: string): Promise<string[]> {
  const files = await readdir(stacksDirectory(project)).catch(() => []);
  // Beside each state lie copies of it (`.json.bak`), and packed ones.
  return [...new Set(files.flatMap((file) => /^(.+)\.json(?:\.gz)?$/.exec(file)?.[1] ?? []))];
}

async function listedStacks(project: string): Promise<string[]> {
  const stacks = (await asked(["stack", "ls", "--json"], project)) as { name: string; resourceCount?: number }[];
  return stacks.filter(({ resourceCount = 0 }) => resourceCount > 0).map(({ name }) => name);
}

async function exportedResources(stack: string, project: string): Promise<readonly RecordedResource[]> {
  const state = (await asked(["stack", "export", "--stack", stack], project)) as {
    readonly deployment: { readonly resources?: readonly RecordedResource[] };
  };
  return state.deployment.resources ?? [];
}

async function asked(args: readonly string[], project: string): Promise<unknown> {
  const { file, env } = pulumiInvocation(project);
  const { stdout } = await execa(file, [...args, "--non-interactive"], { cwd: project, env });
  return JSON.parse(stdout);
}

/** Whether a testbed was built on the lab: its program has asked the stack `lab` for the inventory. */
export function standsOnLab(resources: readonly RecordedResource[]): boolean {
  return resources.some(
    ({ type, inputs }) => type === "pulumi:pulumi:StackReference" && /(?:^|\/)lab$/.test(String(inputs?.["name"])),
  );
}

/** Where a lab is on this machine. */
export interface LabPlace {
  readonly directory: string;
  readonly namespace: string;
}

/** The place that the lab's steps got. */
export function placeOfLab(resources: readonly RecordedResource[]): LabPlace | undefined {
  for (const { type, inputs } of resources) {
    if (type !== "command:local:Command") continue;
    const { LAB: directory, NAMESPACE: namespace } = (inputs?.["environment"] ?? {}) as Record<string, unknown>;
    if (typeof directory === "string" && typeof namespace === "string") return { directory, namespace };
  }
  return undefined;
}
