/** Finds a Go that can build the toolchain. */
import { existsSync } from "node:fs";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import type { Say } from "./progress.ts";

/** From this version on Go fetches the toolchain that a go.mod asks for by itself. */
const leastMinor = 21;

/** Minor version in `go version`'s output; undefined when that is not what it is. */
export function parseGoVersion(text: string): number | undefined {
  const minor = /\bgo1\.(\d+)/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Path of a usable `go`, from PATH or from where its own installer puts it. */
export async function findGo(_env: NodeJS.ProcessEnv, _say: Say): Promise<string> {
  const found: string[] = [];
  for (const path of ["go", "/usr/local/go/bin/go", "/usr/lib/go/bin/go"]) {
    if (path.startsWith("/") && !existsSync(path)) continue;
    const result = await execa(path, ["version"], { reject: false });
    if (result.exitCode !== 0) continue;
    const minor = parseGoVersion(result.stdout);
    if (minor !== undefined && minor >= leastMinor) return path;
    found.push(result.stdout.trim());
  }
  throw new CrossbedError(
    "missing_prerequisite",
    `Go 1.${leastMinor} or later is needed${found.length === 0 ? "" : `, not ${found.join(", ")}`}.`,
    {
      where: "this machine",
      hint: "Install it from https://go.dev/dl, or run on a machine that reaches Pulumi's releases.",
    },
  );
}
