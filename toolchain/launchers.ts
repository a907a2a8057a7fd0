/**
 * Puts our two plugins into Pulumi's home: each is one bundled file, which a small script starts. The scripts find their bundle beside
 * them, so they still work when somebody moves the clone, or beside another clone.
 */
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { leastNode } from "./versions.ts";

/** Node's CommonJS globals for libraries that are bundled into an ES module. */
const shim = [
  'import { createRequire as nodeRequire } from "node:module";',
  "const [require, __dirname] = [nodeRequire(import.meta.url), import.meta.dirname];",
].join("\n");

async function bundle(entry: string): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: "node",
    target: `node${leastNode}`,
    format: "esm",
    banner: { js: shim },
    // ssh2 works without its compiled parts.
    external: ["cpu-features", "*.node"],
    logLevel: "error",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return file.contents;
}

/** A running Pulumi sees the old file or the new one, never half of one. */
async function replace(path: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, content);
  await chmod(part, mode);
  await rename(part, path);
}

async function launcher(path: string, script: string): Promise<void> {
  await replace(
    path,
    `#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/${script}" "$@"
`,
    0o755,
  );
}

/** Installs `pulumi-language-nodejs` beside the `pulumi` binary, where Pulumi looks first. */
export async function installLanguageHost(pulumi: string): Promise<void> {
  const target = dirname(pulumi);
  await mkdir(target, { recursive: true });
  await replace(join(target, "language-host.mjs"), await bundle(join(import.meta.dirname, "language-host/main.ts")));
  await replace(join(target, "preload.cjs"), await readFile(join(import.meta.dirname, "language-host/preload.cjs")));
  await launcher(join(target, "pulumi-language-nodejs"), "language-host.mjs");
}

/** Installs `pulumi-resource-command` at the path where Pulumi keeps that plugin. */
export async function installCommandPlugin(plugin: string): Promise<void> {
  const target = dirname(plugin);
  await mkdir(target, { recursive: true });
  await replace(join(target, "command-plugin.mjs"), await bundle(join(import.meta.dirname, "command-plugin/main.ts")));
  await launcher(plugin, "command-plugin.mjs");
}
