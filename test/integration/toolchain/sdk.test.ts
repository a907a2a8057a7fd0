import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildGo, builtPath } from "../../../toolchain/go-build.ts";
import { generateSdk } from "../../../toolchain/sdk.ts";
import { goBinaries, sdkGenerator } from "../../../toolchain/go-binaries.ts";
import { project, whyNoPulumi } from "./scratch.ts";

/** The generator is built from Go modules; a machine that got Pulumi from its releases need not have Go. */
const [pulumi] = goBinaries;
const builtHere = pulumi !== undefined && existsSync(await builtPath(pulumi, process.env));
const why = whyNoPulumi() ?? (builtHere ? undefined : "Pulumi was not built from Go modules here");

function files(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("node_modules"));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]));
}

describe.skipIf(why !== undefined)(`sdks/libvirt${why === undefined ? "" : ` (${why})`}`, () => {
  let target: string;
  beforeEach(() => {
    target = mkdtempSync(join(tmpdir(), "crossbed-sdk-test-"));
  });
  afterEach(() => {
    rmSync(target, { recursive: true, force: true });
  });

  it("is what the pinned provider gives", { timeout: 600_000 }, async () => {
    const generator = await buildGo(sdkGenerator, process.env, () => undefined);
    await generateSdk({ project, generator, target });
    expect(files(target)).toEqual(files(join(project, "sdks/libvirt")));
  });
});
