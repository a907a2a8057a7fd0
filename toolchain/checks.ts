/** What `crossbed doctor` looks at: each check reads, and says how to cure what it finds. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { passphraseFile, pulumiEnvironment, usesDefaultBackend } from "./environment.ts";
import { debianPackages, missingPackages, installCommand, type Purpose } from "./packages.ts";
import { libvirtProviderPath, pluginPaths, pulumiBinary, pulumiHome } from "./paths.ts";
import { missingStacks } from "./stacks.ts";
import { libvirtProvider } from "./go-binaries.ts";
import { commandPluginVersion, leastNode, pulumiVersion, terraformPluginVersion } from "./versions.ts";

export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it; absent when nothing is wrong. */
  readonly cure?: string;
}

const setup = "npx crossbed setup";

/** Looks at the machine and the clone; changes nothing. */
export async function runChecks(
  project: string,
  wanted: readonly Purpose[],
  env: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const home = pulumiHome(project, env);
  return [
    finding(
      "Node.js",
      Number.parseInt(process.versions.node) >= leastNode,
      process.versions.node,
      `Install Node.js ${String(leastNode)} or later.`,
    ),
    fileFinding("npm packages", join(project, "node_modules/@pulumi/libvirt"), "npm ci"),
    ...packageFindings(wanted),
    await pulumiFinding(project, env),
    fileFinding("language host", join(pulumiBinary(project, env), "..", "pulumi-language-nodejs"), setup),
    fileFinding(`plugin command ${commandPluginVersion}`, join(home, pluginPaths.command), setup),
    fileFinding(`plugin terraform-provider ${terraformPluginVersion}`, join(home, pluginPaths.terraform), setup),
    fileFinding(`libvirt provider ${libvirtProvider.version}`, join(home, libvirtProviderPath()), setup),
    passphraseFinding(project, env),
    await stacksFinding(project, env),
  ];
}

function finding(name: string, ok: boolean, detail: string, cure: string): Finding {
  return { name, ok, detail, ...(ok ? {} : { cure }) };
}

function fileFinding(name: string, path: string, cure: string): Finding {
  const ok = existsSync(path);
  return finding(name, ok, ok ? path : `${path} is not there`, cure);
}

function packageFindings(wanted: readonly Purpose[]): Finding[] {
  return wanted.map((purpose) => {
    const missing = missingPackages([purpose]);
    const count = debianPackages.filter((one) => one.purpose === purpose).length;
    const detail =
      missing.length === 0 ? `all ${count} are there` : `missing: ${missing.map((one) => one.name).join(" ")}`;
    return finding(`Debian packages (${purpose})`, missing.length === 0, detail, installCommand(missing));
  });
}

async function pulumiFinding(project: string, env: NodeJS.ProcessEnv): Promise<Finding> {
  const binary = pulumiBinary(project, env);
  if (!existsSync(binary)) return finding("Pulumi", false, `${binary} is not there`, setup);
  const result = await execa(binary, ["version"], { env: pulumiEnvironment(project, env), reject: false });
  const version = result.exitCode === 0 ? result.stdout.trim() : "";
  return finding("Pulumi", version === `v${pulumiVersion}`, version === "" ? `${binary} does not run` : version, setup);
}

function passphraseFinding(project: string, env: NodeJS.ProcessEnv): Finding {
  const name = "passphrase";
  const file = passphraseFile(project);
  if (pulumiEnvironment(project, env)["PULUMI_CONFIG_PASSPHRASE_FILE"] !== file)
    return finding(name, true, "your own", setup);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return finding(name, false, `${file} is not there`, setup);
  if (stats.size === 0) return finding(name, false, `${file} is empty`, `rm ${file} && ${setup}`);
  const mode = (stats.mode & 0o777).toString(8);
  return finding(name, (stats.mode & 0o077) === 0, `${file}, mode ${mode}`, `chmod 600 ${file}`);
}

async function stacksFinding(project: string, env: NodeJS.ProcessEnv): Promise<Finding> {
  if (!usesDefaultBackend(project, env)) return finding("stacks", true, "in a backend of your own", setup);
  const missing = await missingStacks(project);
  return finding(
    "stacks",
    missing.length === 0,
    missing.length === 0 ? "all are there" : `missing: ${missing.join(" ")}`,
    setup,
  );
}
