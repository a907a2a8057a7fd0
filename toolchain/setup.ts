/** Set-up: everything that a fresh clone needs before `pulumi` runs. A second set-up finds nothing left to do. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CrossbedError, messageOf } from "../base/errors.ts";
import { jsonOrNothing } from "../base/json.ts";
import { stateDirectory } from "../base/project.ts";
import { passphraseFile, pulumiEnvironment, stateBackend, usesDefaultBackend } from "./environment.ts";
import { buildGo } from "./go-build.ts";
import { ensurePackages, missingPackages, type Purpose } from "./packages.ts";
import { nonEmpty, pluginPaths, pulumiBinary, pulumiHome } from "./paths.ts";
import type { Say } from "./progress.ts";
import { generateSdk } from "./sdk.ts";
import { sourceNames, sources, type Installation, type SourceName } from "./sources.ts";
import { createStacks, forgetOldSalts } from "./stacks.ts";
import { sdkGenerator } from "./go-binaries.ts";

export interface SetUpOptions {
  /** The project's directory. */
  readonly project: string;
  /** What the machine is set up for; decides which Debian packages are needed. */
  readonly purposes: readonly Purpose[];
  /** What the machine's packages suffice for: done beside the toolchain's installation, and waited for. */
  readonly beside?: () => Promise<void>;
  /** Gets what set-up does, line by line. */
  readonly say: Say;
  /** The only source to use; absent tries all, or what CROSSBED_TOOLCHAIN names. */
  readonly source?: SourceName;
  /** Default: this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Sets up the machine and the clone. Throws `missing_prerequisite` when something is missing that only the user can add. */
export async function setUp(options: SetUpOptions): Promise<void> {
  const { project, purposes, beside, say, env = process.env } = options;
  const installation: Installation = { project, env, say };
  const source = options.source ?? parseSource(env["CROSSBED_TOOLCHAIN"]);
  await ensurePackages(missingPackages(purposes), say);
  const done = beside?.();
  try {
    await installToolchain(installation, source);
  } catch (error) {
    // What was begun beside it may take minutes yet.
    if (done !== undefined) say(`${messageOf(error)}\nThis ends once what was begun beside the toolchain has ended.`);
    throw error;
  } finally {
    await done;
  }
  await makeBackend(installation);
  await createStacks(installation);
}

/** Writes `sdks/libvirt` anew from the pinned provider. */
export async function regenerateSdk({
  project,
  env = process.env,
  say,
}: Omit<SetUpOptions, "purposes">): Promise<void> {
  const generator = await buildGo(sdkGenerator, env, say);
  await generateSdk({ project, generator, target: join(project, "sdks/libvirt") });
}

/** Reads the name of a source; an empty or absent one chooses none. */
export function parseSource(name: string | undefined): SourceName | undefined {
  const known = sourceNames.find((one) => one === name);
  if (known !== undefined || nonEmpty(name) === undefined) return known;
  throw new CrossbedError(
    "invalid_input",
    `${String(name)} is not a source of Pulumi; use ${sourceNames.join(" or ")}.`,
    {
      where: "CROSSBED_TOOLCHAIN or --source",
    },
  );
}

/** What an installation is made of, in the form of its stamp. */
interface Stamp {
  readonly digest: string;
  readonly source: SourceName;
}

async function installToolchain(installation: Installation, wanted: SourceName | undefined): Promise<void> {
  const { project, env } = installation;
  const stampFile = join(pulumiHome(project, env), "crossbed.json");
  const digest = await toolchainDigest(project);
  const stamp = await readStamp(stampFile);
  const isCurrent = stamp?.digest === digest && (wanted === undefined || wanted === stamp.source);
  if (isCurrent && isInstalled(project, env)) return;
  const source = await installFrom(wanted === undefined ? sourceNames : [wanted], installation);
  await writeFile(stampFile, `${JSON.stringify({ digest, source } satisfies Stamp)}\n`);
}

/** Installs from the first source that works; says why another did not. */
async function installFrom(names: readonly SourceName[], installation: Installation): Promise<SourceName> {
  for (const [index, name] of names.entries()) {
    try {
      await sources[name](installation);
      return name;
    } catch (error) {
      const next = names[index + 1];
      if (next === undefined || !(error instanceof CrossbedError)) throw error;
      installation.say(`${error.message} Next: ${next}.`);
    }
  }
  throw new Error("there is no source");
}

/** True when every tool is in its place. */
export function isInstalled(project: string, env: NodeJS.ProcessEnv): boolean {
  const home = pulumiHome(project, env);
  return [pulumiBinary(project, env), ...Object.values(pluginPaths).map((path) => join(home, path))].every((path) =>
    existsSync(path),
  );
}

/** Digest of this directory and of the locked dependencies: what the installed tools are made from. */
async function toolchainDigest(project: string): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files.sort(), join(project, "package-lock.json")]) hash.update(await readFile(file));
  return hash.digest("hex");
}

async function readStamp(file: string): Promise<Stamp | undefined> {
  // Absent, or not ours to read: then everything is installed again.
  return jsonOrNothing(await readFile(file, "utf8").catch(() => "")) as Stamp | undefined;
}

/** Makes the default backend and its passphrase, unless users have their own. */
async function makeBackend({ project, env }: Installation): Promise<void> {
  await mkdir(stateDirectory(project), { recursive: true });
  if (usesDefaultBackend(project, env)) await mkdir(stateBackend(project), { recursive: true });
  const file = passphraseFile(project);
  if (pulumiEnvironment(project, env)["PULUMI_CONFIG_PASSPHRASE_FILE"] !== file || existsSync(file)) return;
  await forgetOldSalts(project);
  await writeFile(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
}
