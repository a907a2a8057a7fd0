/** Where the toolchain's files are. The caches of several clones are shared; what runs belongs to the project. */
import { homedir } from "node:os";
import { join } from "node:path";
import { stateDirectory } from "../base/project.ts";
import { libvirtProvider } from "./go-binaries.ts";
import { commandPluginVersion, pulumiVersion, terraformPluginVersion } from "./versions.ts";

/** Pulumi's home: the user's where PULUMI_HOME is set, else the project's own, so that no other clone can change it. */
export function pulumiHome(project: string, env: NodeJS.ProcessEnv): string {
  return nonEmpty(env["PULUMI_HOME"]) ?? join(stateDirectory(project), "pulumi");
}

/** The `pulumi` that the npm package of the same name runs. */
export function pulumiBinary(project: string, env: NodeJS.ProcessEnv): string {
  return join(pulumiHome(project, env), "versions", pulumiVersion, "bin", "pulumi");
}

/** File that proves a plugin is installed, below Pulumi's home. */
export const pluginPaths = {
  command: `plugins/resource-command-v${commandPluginVersion}/pulumi-resource-command`,
  terraform: `plugins/resource-terraform-provider-v${terraformPluginVersion}/pulumi-resource-terraform-provider`,
} as const;

/** The libvirt provider, below Pulumi's home, where the bridge looks before it asks a registry. */
export function libvirtProviderPath(architecture: string = goArchitecture()): string {
  const { source, version } = libvirtProvider;
  return `dynamic_tf_plugins/registry.opentofu.org/${source}/${version}/linux_${architecture}/terraform-provider-libvirt`;
}

/** Where every clone of this user finds what was built or downloaded once. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return join(nonEmpty(env["XDG_CACHE_HOME"]) ?? join(nonEmpty(env["HOME"]) ?? homedir(), ".cache"), "crossbed");
}

/** Go's name of a processor architecture. */
export function goArchitecture(node: string = process.arch): string {
  return node === "x64" ? "amd64" : node;
}

/** An empty variable counts as unset, as in a shell's `${NAME:-default}`. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
