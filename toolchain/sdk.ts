/**
 * Generates `sdks/libvirt`, the typed SDK of the libvirt provider that Pulumi bridges from Terraform. It is committed in the
 * shape of a published package (JavaScript and declarations, no build step), so that `npm ci` alone gives a working tree.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { pulumiEnvironment } from "./environment.ts";
import { pulumiBinary } from "./paths.ts";
import { libvirtProvider } from "./go-binaries.ts";

const banner = `# @pulumi/libvirt

Generated from ${libvirtProvider.source} ${libvirtProvider.version} by \`npx crossbed setup --regenerate-sdk\`. Do not edit.
`;

export interface SdkOptions {
  /** The project's directory. */
  readonly project: string;
  /** The binary built from \`toolchain/modules/pulumi/generate-sdk.go\`. */
  readonly generator: string;
  /** Directory that the package is written to; emptied first. */
  readonly target: string;
}

/** Writes the SDK that belongs to the pinned versions. Needs a set-up toolchain, no network. */
export async function generateSdk({ project, generator, target }: SdkOptions): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "crossbed-sdk-"));
  try {
    const env = pulumiEnvironment(project, process.env);
    const { source, version } = libvirtProvider;
    const schema = await execa(
      pulumiBinary(project, process.env),
      ["package", "get-schema", "terraform-provider", source, version],
      { cwd: work, env },
    );
    await execa(generator, [work], { input: schema.stdout });
    await symlink(join(project, "node_modules"), join(work, "node_modules"));
    const out = join(work, "out");
    await execa(
      join(project, "node_modules/.bin/tsc"),
      ["-p", work, "--outDir", out, "--declarationMap", "false", "--sourceMap", "false"],
      { cwd: work },
    );
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await cp(out, target, { recursive: true });
    const generated = JSON.parse(await readFile(join(work, "package.json"), "utf8")) as Record<string, unknown>;
    const { name, description, repository, pulumi } = generated;
    const manifest = {
      name,
      version: generated["version"],
      description,
      repository,
      license: "Apache-2.0",
      main: "index.js",
      types: "index.d.ts",
      dependencies: { "@pulumi/pulumi": (generated["dependencies"] as Record<string, string>)["@pulumi/pulumi"] },
      pulumi,
    };
    await writeFile(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await writeFile(join(target, "README.md"), banner);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
