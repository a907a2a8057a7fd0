/** The two ways to Pulumi and its plugins. Both leave the same files in Pulumi's home; nothing else knows which was used. */
import { existsSync } from "node:fs";
import { copyFile, link, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { pulumiEnvironment } from "./environment.ts";
import { buildGo } from "./go-build.ts";
import { lastLines } from "./packages.ts";
import { libvirtProviderPath, pluginPaths, pulumiBinary, pulumiHome } from "./paths.ts";
import { withProgress, type Say } from "./progress.ts";
import { goBinaries, libvirtProvider } from "./go-binaries.ts";
import { installRelease, releaseArchive } from "./pulumi-release.ts";
import { commandPluginVersion, terraformPluginVersion } from "./versions.ts";

export interface Installation {
  /** The project's directory. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
}

/** In the order they are tried. */
export const sourceNames = ["releases", "modules"] as const;
export type SourceName = (typeof sourceNames)[number];

/** Installs everything, or throws without having left a half-installed tool in place. */
export const sources: Readonly<Record<SourceName, (installation: Installation) => Promise<void>>> = {
  releases: installReleases,
  modules: installModules,
};

/** Asked first: a network that drops what it does not let through would make everything after it wait. */
const reachableWithinMs = 5000;

/** Pulumi's own releases: what a machine with a connection uses. */
async function installReleases({ project, env, say }: Installation): Promise<void> {
  await assertReachable(releaseArchive(process.arch).url);
  // What Pulumi downloads passes through a folder where nobody else may write.
  const home = pulumiHome(project, env);
  await mkdir(home, { recursive: true });
  const own = await mkdtemp(join(home, "download-"));
  const pulumi = (...args: string[]): Promise<void> =>
    run(join(project, "node_modules/.bin/pulumi"), args, project, { ...env, TMPDIR: own });
  try {
    await withProgress("download Pulumi", 60, say, async () => {
      // The npm package would get and run an installer that nobody has checked; it runs the program that is there.
      const binary = pulumiBinary(project, env);
      if (!existsSync(binary)) await installRelease(dirname(binary));
      await pulumi("version");
      await pulumi("plugin", "install", "resource", "command", commandPluginVersion);
      await pulumi("plugin", "install", "resource", "terraform-provider", terraformPluginVersion);
      // The bridge fetches the provider when it is first asked about it.
      await pulumi("package", "get-schema", "terraform-provider", libvirtProvider.source, libvirtProvider.version);
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function assertReachable(url: string): Promise<void> {
  let why: string;
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(reachableWithinMs) });
    if (response.ok) return;
    why = `HTTP status ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    why = cause instanceof Error ? cause.message : String(error);
  }
  throw new CrossbedError("unreachable", `Pulumi's releases cannot be reached (${why}).`, { where: url });
}

async function run(program: string, args: readonly string[], project: string, env: NodeJS.ProcessEnv): Promise<void> {
  const result = await execa(program, args, {
    cwd: project,
    env: { ...env, ...pulumiEnvironment(project, env) },
    stdin: "ignore",
    all: true,
    reject: false,
  });
  if (result.exitCode === 0) return;
  throw new CrossbedError("command_failed", `pulumi ${args.join(" ")} failed.\n${lastLines(result.all)}`);
}

/** Built here from Go modules, with a language host and a command plugin of our own. */
async function installModules({ project, env, say }: Installation): Promise<void> {
  const home = pulumiHome(project, env);
  const targets: Readonly<Record<string, string>> = {
    pulumi: pulumiBinary(project, env),
    "pulumi-resource-terraform-provider": join(home, pluginPaths.terraform),
    "terraform-provider-libvirt": join(home, libvirtProviderPath()),
  };
  for (const binary of goBinaries) {
    const target = targets[binary.name];
    if (target !== undefined) await place(await buildGo(binary, env, say), target);
  }
  const { installCommandPlugin, installLanguageHost } = await import("./launchers.ts");
  await installLanguageHost(pulumiBinary(project, env));
  await installCommandPlugin(join(home, pluginPaths.command));
}

/** Puts a file into place in one step, by a hard link where the file systems allow it. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}.part`;
  await rm(part, { force: true });
  await link(from, part).catch(() => copyFile(from, part));
  await rename(part, to);
  // Renaming onto another link of the same file does nothing, and leaves this name behind.
  await rm(part, { force: true });
}
