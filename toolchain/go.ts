/** Finds a Go that can build the toolchain, and gets one where the machine has none. */
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { bootstrapGo, ensurePackages, lastLines } from "./packages.ts";
import { cacheDirectory, goArchitecture } from "./paths.ts";
import { withProgress, type Say } from "./progress.ts";
import { goToolchain } from "./versions.ts";

/** From this version on Go fetches the toolchain that a go.mod asks for by itself. */
const leastMinor = 21;

/** Minor version in `go version`'s output; undefined for any other text. */
export function parseGoVersion(text: string): number | undefined {
  const minor = /\bgo1\.(\d+)/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

interface FoundGo {
  readonly path: string;
  readonly minor: number;
}

/** Path of a usable `go`: the machine's, or one fetched from the Go module proxy by any older Go, Debian's own at last. */
export async function findGo(env: NodeJS.ProcessEnv, say: Say): Promise<string> {
  let found = await lookForGo();
  if (found !== undefined && found.minor >= leastMinor) return found.path;
  const fetched = join(cacheDirectory(env), "toolchain", `${goToolchain.version}-${goArchitecture()}`);
  if (existsSync(fetched)) return goIn(fetched);
  if (found === undefined) {
    await ensurePackages([bootstrapGo], say);
    found = await lookForGo();
  }
  if (found === undefined) {
    throw new CrossbedError("missing_prerequisite", "it has no Go to build Pulumi with.", {
      where: "this machine",
      hint: "Install Go from https://go.dev/dl, or run on a machine that reaches Pulumi's releases.",
    });
  }
  const { path } = found;
  await withProgress(`fetch ${goToolchain.version}`, 40, say, () => fetchGo(path, fetched));
  return goIn(fetched);
}

async function lookForGo(): Promise<FoundGo | undefined> {
  const found: FoundGo[] = [];
  for (const path of ["go", "/usr/local/go/bin/go", "/usr/bin/go"]) {
    const result = await execa(path, ["version"], { reject: false });
    const minor = result.exitCode === 0 ? parseGoVersion(result.stdout) : undefined;
    if (minor !== undefined) found.push({ path, minor });
  }
  return found.toSorted((one, other) => other.minor - one.minor)[0];
}

/** Path of the `go` inside `directory`, where the toolchain lies as the Go module proxy serves it. */
function goIn(directory: string): string {
  const module = `toolchain@v0.0.1-${goToolchain.version}.linux-${goArchitecture()}`;
  return join(directory, "golang.org", module, "bin/go");
}

/** Checksum of the toolchain for a processor, in Go's names. Throws `missing_prerequisite` for a processor without a pinned checksum. */
export function pinnedSum(architecture: string): string {
  const sum = goToolchain.sums[architecture];
  if (sum !== undefined) return sum;
  const known = Object.keys(goToolchain.sums).join(", ");
  throw new CrossbedError(
    "missing_prerequisite",
    `${goToolchain.version} for ${architecture} is not fetched: its checksum is not known here, only those for ${known}.`,
    { where: "this machine", hint: `Install Go 1.${String(leastMinor)} or later from https://go.dev/dl.` },
  );
}

/** Go toolchains are modules too: any Go downloads one, and checks it against the checksum database. */
async function fetchGo(go: string, target: string): Promise<void> {
  const wanted = pinnedSum(goArchitecture());
  await mkdir(join(target, ".."), { recursive: true });
  const part = await mkdtemp(`${target}.part-`);
  const result = await execa(go, ["mod", "download", "-json", `golang.org/${goIn("").split("/")[1] ?? ""}`], {
    cwd: part,
    env: { GOMODCACHE: part, GOFLAGS: "-modcacherw", GOTOOLCHAIN: "local" },
    stdin: "ignore",
    all: true,
    reject: false,
  });
  const sum = result.exitCode === 0 ? (JSON.parse(result.stdout) as { Sum?: string }).Sum : undefined;
  if (sum === undefined || sum !== wanted) {
    await rm(part, { recursive: true, force: true });
    throw new CrossbedError("command_failed", `${goToolchain.version} cannot be fetched.\n${lastLines(result.all)}`, {
      where: `${go} mod download`,
      hint: "It needs a Go module proxy (go env GOPROXY).",
    });
  }
  await makeExecutable(part);
  // The first of several builders to finish wins; the others have fetched the same.
  await execa("mv", ["--no-target-directory", part, target], { reject: false });
  await rm(part, { recursive: true, force: true });
}

/** Modules carry no modes. */
async function makeExecutable(directory: string): Promise<void> {
  const root = join(goIn(directory), "../..");
  const tools = join(root, "pkg/tool", `linux_${goArchitecture()}`);
  for (const place of [join(root, "bin"), ...(existsSync(tools) ? [tools] : [])]) {
    for (const name of await readdir(place)) await chmod(join(place, name), 0o755);
  }
}
