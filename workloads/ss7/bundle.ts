/** The workload as files that run anywhere where Debian's `nodejs` is installed. */
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import manifest from "../../package.json" with { type: "json" };
import { CrossbedError } from "../../base/errors.ts";

/** koffi's native part for Linux with glibc on 64-bit x86, as Debian is. */
const nativePackage = "@koromix/koffi-linux-x64";

/**
 * Writes `application.mjs`, `generator.mjs` and `koffi.node` into `outDir`, which is made. Equal sources and dependencies give
 * equal bytes. Returns the files that decide them. `plugins`: for those who put something else in a file's place. A machine needs nothing else but the Node.js that package.json asks for.
 * @throws CrossbedError `missing_prerequisite` without koffi's binary for 64-bit x86.
 */
export async function bundleWorkload(outDir: string, plugins: Plugin[] = []): Promise<string[]> {
  const self = fileURLToPath(import.meta.url);
  const here = dirname(self);
  const root = resolve(here, "../..");
  await mkdir(outDir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: {
      application: join(here, "application/main.ts"),
      generator: join(here, "generator/main.ts"),
    },
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: manifest.engines.node.replace(">=", "node"),
    minify: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    plugins,
    alias: { koffi: join(here, "sctp/koffi-in-bundle.ts") },
    // CommonJS packages in the bundle ask for Node.js's own modules by `require`.
    banner: {
      js: 'import { createRequire as bannerRequire } from "node:module";\nconst require = bannerRequire(import.meta.url);',
    },
  });
  const native = nativeFile();
  await copyFile(native, join(outDir, "koffi.node"));
  const esbuild = createRequire(import.meta.url).resolve("esbuild/package.json");
  return [
    self,
    join(root, "package.json"),
    esbuild,
    native,
    ...Object.keys(metafile.inputs).map((path) => join(root, path)),
  ];
}

function nativeFile(): string {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(`${nativePackage}/package.json`)), "linux_x64", "koffi.node");
  } catch (cause) {
    throw new CrossbedError("missing_prerequisite", `${nativePackage} is not installed.`, {
      where: "koffi",
      hint: "Run `npm ci` on a 64-bit x86 Linux machine.",
      cause,
    });
  }
}
