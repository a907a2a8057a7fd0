/** Changes a stack's record by hand: for things that Pulumi cannot delete any more, because what they lived on is gone. */
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { awaitUnlocked } from "./live-locks.ts";
import { pulumiInvocation } from "./pulumi-command.ts";
import { secretSignature, signatureKey } from "./signatures.ts";

/** A resource as `pulumi stack export` has it (github.com/pulumi/pulumi, sdk/go/common/apitype, ResourceV3), as far as it is read here. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** Absent for a component. */
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** URN and id. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string;
}

/** What `pulumi stack export` prints (DeploymentV3). */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly { readonly resource: StateResource }[];
}

/** What one resource becomes; undefined removes it. */
export type Change = (resource: StateResource) => StateResource | undefined;

/** What tells a resource from every other one: what a replacement leaves to be deleted has the same URN. Also how others name a provider. */
export const keyOf = ({ urn, id = "" }: StateResource): string => `${urn}::${id}`;

/**
 * The record with each resource changed, in the same order. What is left names nothing that was removed, nor does what was under way there
 * stay pending. A provider takes what it made with it.
 */
export function changeResources(deployment: Deployment, change: Change): Deployment {
  const removed = new Set<string>();
  const after = (resource: StateResource): StateResource | undefined =>
    removed.has(resource.provider ?? "") ? undefined : change(resource);
  const kept: StateResource[] = [];
  // A provider stands in front of what it made.
  for (const resource of deployment.resources ?? []) {
    const changed = after(resource);
    if (changed === undefined) removed.add(keyOf(resource));
    else kept.push(changed);
  }
  const left = new Set(kept.map(({ urn }) => urn));
  const pending = deployment.pending_operations?.filter(({ resource }) => after(resource) !== undefined);
  return {
    ...deployment,
    ...(deployment.resources === undefined ? {} : { resources: kept.map((resource) => prune(resource, left)) }),
    ...(pending === undefined ? {} : { pending_operations: pending }),
  };
}

function prune(resource: StateResource, left: ReadonlySet<string>): StateResource {
  const { dependencies, propertyDependencies, deletedWith, ...rest } = resource;
  const known = (urns: readonly string[]): string[] => urns.filter((urn) => left.has(urn));
  return {
    ...rest,
    ...(dependencies === undefined ? {} : { dependencies: known(dependencies) }),
    ...(propertyDependencies === undefined
      ? {}
      : {
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([name, urns]) => [name, known(urns)]),
          ),
        }),
    ...(deletedWith === undefined || !left.has(deletedWith) ? {} : { deletedWith }),
  };
}

/** A value with its secrets in clear, from an export that shows them. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields[signatureKey] === secretSignature && typeof fields["plaintext"] === "string") {
    return reveal(JSON.parse(fields["plaintext"]));
  }
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, reveal(one)]));
}

/** A stack's resources, and those that were under way, with their secrets in clear: for this process alone. Empty for a stack that is not up. */
export async function revealedResources(stack: string, project: string): Promise<StateResource[]> {
  const { deployment } = await exportStack(stack, project, ["--show-secrets"]);
  const { resources = [], pending_operations: pending = [] } = deployment;
  return [...resources, ...pending.map(({ resource }) => resource)].map((one) => reveal(one) as StateResource);
}

/** Changes a stack's record in one step, under Pulumi's own lock and checks. Throws `command_failed` with Pulumi's words. */
export async function editState(
  stack: string,
  project: string,
  change: Change,
  say: (line: string) => void,
): Promise<void> {
  await awaitUnlocked(stack, project, say);
  const { deployment, ...rest } = await exportStack(stack, project, []);
  const edited = JSON.stringify({ ...rest, deployment: changeResources(deployment, change) });
  await pulumi(["stack", "import", "--stack", stack], project, edited);
}

async function exportStack(
  stack: string,
  project: string,
  options: readonly string[],
): Promise<{ readonly deployment: Deployment }> {
  const text = await pulumi(["stack", "export", "--stack", stack, ...options], project, "");
  return JSON.parse(text) as { readonly deployment: Deployment };
}

async function pulumi(args: readonly string[], project: string, input: string): Promise<string> {
  const { file, env } = pulumiInvocation(project);
  const result = await execa(file, [...args, "--non-interactive"], { cwd: project, env, input, reject: false });
  if (result.exitCode === 0) return result.stdout;
  throw new CrossbedError("command_failed", `pulumi ${args.slice(0, 2).join(" ")}: ${result.stderr.trim()}`, {
    where: `stack ${args[3] ?? ""}`,
  });
}
