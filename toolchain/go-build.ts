/** Builds a program from its pinned Go modules into the user's cache, once for all clones. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { lockWaitSec } from "../base/lock-wait.ts";
import { findGo } from "./go.ts";
import { lastLines } from "./packages.ts";
import { cacheDirectory } from "./paths.ts";
import { withProgress, type Say } from "./progress.ts";
import { modules, type GoBinary } from "./go-binaries.ts";

/** Command line of `go` for a program. */
export function buildArguments(binary: GoBinary, output: string): string[] {
  const stamps = binary.stamps.map((stamp) => `-X ${stamp}`);
  const flags = ["-trimpath", "-mod=readonly", "-buildvcs=false", `-ldflags=${["-s", "-w", ...stamps].join(" ")}`];
  return ["build", ...flags, "-o", output, binary.package];
}

const moduleOf = ({ module, name }: GoBinary): string => join(modules, module ?? name);

/** Digest of everything that decides the result of a build; a source file beside `go.mod` is the generator's alone. */
async function inputsDigest(binary: GoBinary): Promise<string> {
  const directory = moduleOf(binary);
  const hash = createHash("sha256").update(process.arch);
  hash.update(buildArguments(binary, binary.name).join("\0"));
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const isGenerators = ({ name, parentPath }: { name: string; parentPath: string }): boolean =>
    binary.package !== "." && parentPath === directory && name.endsWith(".go");
  const files = entries
    .filter((entry) => entry.isFile() && !isGenerators(entry))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(relative(directory, file)).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

/** Where a built program is, or will be. */
export async function builtPath(binary: GoBinary, env: NodeJS.ProcessEnv): Promise<string> {
  return join(cacheDirectory(env), "toolchain", await inputsDigest(binary), binary.name);
}

/** Builds the program unless the cache has it; returns its path. Several builders may run at once. */
export async function buildGo(binary: GoBinary, env: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const path = await builtPath(binary, env);
  if (existsSync(path)) return path;
  const go = await findGo(env, say);
  await mkdir(dirname(path), { recursive: true });
  await withProgress(`build ${binary.name}`, binary.estimateSec, say, () => build(binary, go, path));
  return path;
}

/** The second builder waits for the first one's lock, then finds the program; a half-built program never gets the name. */
const lockedBuild = 'test -x "$OUT" || { "$@" && mv "$OUT.part" "$OUT"; }';

/** Exit status of flock when the other builder goes on for longer than anybody waits; neither sh nor go ends with it. */
const busy = "75";

async function build(binary: GoBinary, go: string, path: string): Promise<void> {
  const result = await execa(
    "flock",
    [
      "--timeout",
      String(lockWaitSec),
      "--conflict-exit-code",
      busy,
      `${path}.lock`,
      "sh",
      "-c",
      lockedBuild,
      "sh",
      go,
      ...buildArguments(binary, `${path}.part`),
    ],
    {
      cwd: moduleOf(binary),
      env: { OUT: path, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
      stdin: "ignore",
      all: true,
      reject: false,
    },
  );
  if (result.exitCode === 0) return;
  if (result.exitCode === Number(busy)) {
    throw new CrossbedError(
      "command_failed",
      `Another build of ${binary.name} goes on after ${String(lockWaitSec)} s.`,
      {
        where: `${path}.lock`,
        hint: `Look for it: fuser -v ${path}.lock`,
      },
    );
  }
  throw new CrossbedError("command_failed", `go build failed.\n${lastLines(result.all)}`, {
    where: moduleOf(binary),
    hint: "It needs a Go module proxy (go env GOPROXY), or run on a machine that reaches Pulumi's releases.",
  });
}
