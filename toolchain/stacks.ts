/** Makes the project's stacks in its default backend once, so that users can select them right after set-up. */
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import pLimit from "p-limit";
import { CrossbedError } from "../base/errors.ts";
import { pulumiEnvironment, stateBackend, usesDefaultBackend } from "./environment.ts";
import { lastLines } from "./packages.ts";
import { pulumiBinary } from "./paths.ts";
import type { Installation } from "./sources.ts";

/** The lab has no data file: its sizes follow from the machine. */
const lab = "lab";

/** Names of the stacks that come with the project: the lab, and one for each data file in `stacks/`. */
export async function shippedStacks(project: string): Promise<string[]> {
  const files = await readdir(join(project, "stacks"));
  const data = files.filter((file) => file.endsWith(".yaml") && !file.startsWith("Pulumi."));
  return [...new Set([lab, ...data.map((file) => file.replace(/\.yaml$/, ""))])];
}

/** Shipped stacks that the default backend does not have yet: it keeps one file a stack. */
export async function missingStacks(project: string): Promise<string[]> {
  const directory = join(stateBackend(project), ".pulumi", "stacks", "crossbed");
  const isThere = (name: string): boolean =>
    ["json", "json.gz"].some((extension) => existsSync(join(directory, `${name}.${extension}`)));
  return (await shippedStacks(project)).filter((name) => !isThere(name));
}

/** Makes the missing stacks. Leaves a backend of the user's own alone: there, the user makes stacks. */
export async function createStacks({ project, env, say }: Installation): Promise<void> {
  if (!usesDefaultBackend(project, env)) return;
  const missing = await missingStacks(project);
  if (missing.length === 0) return;
  const oneOfFew = pLimit(3);
  await Promise.all(
    missing.map((name) =>
      oneOfFew(async () => {
        const args = ["stack", "init", name, "--no-select", "--non-interactive"];
        const result = await execa(pulumiBinary(project, env), args, {
          cwd: project,
          env: { ...env, ...pulumiEnvironment(project, env) },
          stdin: "ignore",
          all: true,
          reject: false,
        });
        if (result.exitCode === 0) return;
        throw new CrossbedError("command_failed", `the stack cannot be made.\n${lastLines(result.all)}`, {
          where: `stack ${name}`,
        });
      }),
    ),
  );
  say(`stacks made: ${missing.join(", ")}`);
}

/**
 * Takes the salts out of the stacks' settings after set-up generated a new passphrase: they belong to the old one, which is gone.
 * Nobody can read values any more that are encrypted with it, so a file with such values is an error and stays as it is.
 */
export async function forgetOldSalts(project: string): Promise<void> {
  const directory = join(project, "stacks");
  for (const file of (await readdir(directory)).filter((name) => /^Pulumi\..+\.yaml$/.test(name))) {
    const path = join(directory, file);
    const text = await readFile(path, "utf8");
    if (!/^encryptionsalt:/m.test(text)) continue;
    if (/^\s+secure:/m.test(text)) {
      throw new CrossbedError("invalid_input", "its secrets were encrypted with a passphrase that is gone.", {
        where: `stacks/${file}`,
        hint: "Put the old .crossbed/passphrase back, or remove the lines `secure:` and `encryptionsalt:` and set the values again.",
      });
    }
    await writeFile(path, text.replace(/^encryptionsalt:.*\n?/m, ""));
  }
}
