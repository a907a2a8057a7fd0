/**
 * Puts the two plugins that are ours into Pulumi's home: each one bundled file, started by a small script. The scripts find
 * their bundle beside them, so a clone that is moved, or another clone, changes nothing for them.
 */
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/** Node's CommonJS globals for libraries that are bundled into an ES module. */
const shim = [
  'import { createRequire as nodeRequire } from "node:module";',
  "const [require, __dirname] = [nodeRequire(import.meta.url), import.meta.dirname];",
].join("\n");

async function bundle(entry: string, target: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: target,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: { js: shim },
    // ssh2 works without its compiled parts.
    external: ["cpu-features", "*.node"],
    logLevel: "error",
  });
}

async function launcher(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec node "$(dirname "$(readlink -f "$0")")/${script}" "$@"\n`);
  await chmod(path, 0o755);
}

/** Installs `pulumi-language-nodejs` beside the `pulumi` binary, where Pulumi looks first. */
export async function installLanguageHost(pulumi: string): Promise<void> {
  const target = dirname(pulumi);
  await mkdir(target, { recursive: true });
  await bundle(join(import.meta.dirname, "language-host/main.ts"), join(target, "language-host.mjs"));
  await copyFile(join(import.meta.dirname, "language-host/preload.cjs"), join(target, "preload.cjs"));
  await launcher(join(target, "pulumi-language-nodejs"), "language-host.mjs");
}

/** Installs `pulumi-resource-command` at the path where Pulumi keeps that plugin. */
export async function installCommandPlugin(plugin: string): Promise<void> {
  const target = dirname(plugin);
  await mkdir(target, { recursive: true });
  await bundle(join(import.meta.dirname, "command-plugin/main.ts"), join(target, "command-plugin.mjs"));
  await launcher(plugin, "command-plugin.mjs");
}
