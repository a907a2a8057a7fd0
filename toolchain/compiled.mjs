/**
 * Runs this project's TypeScript from one bundle, which loads in a fraction of the time that transpiling each file takes.
 * The bundle is made when it is first needed and whenever a source has changed; where it cannot be made, tsx runs the sources.
 * Plain JavaScript, for it is what loads the rest.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const directory = join(project, ".crossbed/compiled");
const entries = ["index.ts", "cli/main.ts", "cli/figures-thread.ts"];

/** What decides the bundle besides its sources; npm writes the last one anew whenever it changes a package. */
const surroundings = ["toolchain/compiled.mjs", "package.json", "node_modules/.package-lock.json"];

/** Bundles older than the newest few may go: a process loads all of its own when it starts. */
const kept = 4;

/** Native, or to be loaded once in a process together with Pulumi's own code. */
const external = [
  "@duckdb/*",
  "@pulumi/*",
  "@grpc/*",
  "@resvg/*",
  "esbuild",
  "google-protobuf",
  "koffi",
  "ssh2",
  "tsx",
];

/** Loads an entry, whose path counts from the project's directory. */
export async function load(entry) {
  let path;
  try {
    path = join(await bundle(), entry.replace(/\.ts$/, ".js"));
  } catch (error) {
    const [why] = error.message.split("\n");
    process.stderr.write(
      `crossbed: each command takes seconds longer, as the program cannot be bundled in ${directory}: ${why}\n`,
    );
    const { register } = await import("tsx/esm/api");
    register();
    path = join(project, entry);
  }
  return await import(pathToFileURL(path).href);
}

/** Directory of the bundle, made now if it has to be. */
export async function bundle() {
  return current() ?? (await compile());
}

/** Directory of the bundle if every source is as it was when the bundle was made, else undefined. */
function current() {
  try {
    const { name, stamps } = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
    const isSame = Object.entries(stamps).every(([path, stamp]) => stampOf(path) === stamp);
    return isSame && statSync(join(directory, name)).isDirectory() ? join(directory, name) : undefined;
  } catch {
    return undefined;
  }
}

/** Two contents of a file differ in one of these: ctime cannot be set back. */
function stampOf(path) {
  const { ino, size, mtimeMs, ctimeMs } = statSync(join(project, path));
  return [ino, size, mtimeMs, ctimeMs].join(" ");
}

async function compile() {
  const { build } = await import("esbuild");
  const stamps = {};
  const result = await build({
    entryPoints: entries.map((entry) => join(project, entry)),
    absWorkingDir: project,
    outbase: project,
    outdir: directory,
    write: false,
    bundle: true,
    splitting: true,
    platform: "node",
    target: `node${process.versions.node}`,
    format: "esm",
    sourcemap: "linked",
    external,
    banner: {
      js: 'import { createRequire as requireOfBundle } from "node:module";\nconst require = requireOfBundle(import.meta.url);',
    },
    // A source finds its scripts beside itself, wherever the bundle lies.
    define: { "import.meta.url": "sourceUrl", "import.meta.dirname": "sourceDirectory" },
    plugins: [{ name: "sources", setup: (builder) => readSources(builder, stamps) }],
    logLevel: "silent",
  });
  for (const path of surroundings) stamps[path] = stampOf(path);
  const name = createHash("sha256").update(JSON.stringify(stamps)).digest("hex").slice(0, 16);
  const part = join(directory, `${name}.${process.pid}.part`);
  for (const { path, contents } of result.outputFiles) {
    const file = path.replace(directory, part);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  try {
    renameSync(part, join(directory, name));
  } catch {
    // Another process made the same, and may be loading it.
    rmSync(part, { recursive: true, force: true });
  }
  writeFileSync(join(directory, `manifest.${process.pid}`), JSON.stringify({ name, stamps }));
  renameSync(join(directory, `manifest.${process.pid}`), join(directory, "manifest.json"));
  removeOld();
  return join(directory, name);
}

/** Notes each source's stamp before it is read, so that a change meanwhile is noticed by the next start. */
function readSources(builder, stamps) {
  builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    if (path.includes("/node_modules/")) return undefined;
    stamps[path.slice(project.length + 1)] = stampOf(path.slice(project.length + 1));
    const [url, beside] = [pathToFileURL(path).href, dirname(path)].map((text) => JSON.stringify(text));
    const names = `const sourceUrl = ${url}, sourceDirectory = ${beside};`;
    return { contents: `${names}${readFileSync(path, "utf8")}`, loader: "ts" };
  });
}

function removeOld() {
  const bundles = readdirSync(directory)
    .filter((name) => !name.startsWith("manifest"))
    .map((name) => ({ path: join(directory, name), age: -statSync(join(directory, name)).mtimeMs }))
    .toSorted((one, other) => one.age - other.age);
  for (const { path } of bundles.slice(kept)) rmSync(path, { recursive: true, force: true });
}
