/** Files that a local command leaves behind, found by globs and returned as assets or as one archive. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { assetArchive, fileAsset, type Properties } from "./values.ts";

/**
 * Regular expression of a glob as the released plugin reads it (github.com/gobwas/glob, separator `/`): `*` and `?` match
 * within a name, `**` across directories; `[a-z]`, `[!a]`, `{a,b}` and `\` as usual.
 */
export function globPattern(glob: string): RegExp {
  const tokens = glob.match(/\*\*|\\.|\[!?[^\]]*\]|[^]/g) ?? [];
  let depth = 0;
  const parts = tokens.map((token) => {
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token === "{") return ((depth += 1), "(?:");
    if (token === "}" && depth > 0) return ((depth -= 1), ")");
    if (token === "," && depth > 0) return "|";
    if (token.length > 2 && token.startsWith("[")) return token.replace(/^\[!/, "[^");
    return (token.length === 2 ? token.slice(1) : token).replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

/** Paths that the rules choose, in order of the rules: a rule with `!` takes away what rules before it chose. */
export function chosenPaths(paths: readonly string[], globs: readonly string[]): string[] {
  const rules = globs.map((glob) => ({ excludes: glob.startsWith("!"), pattern: globPattern(glob.replace(/^!/, "")) }));
  return paths.filter((path) =>
    rules.reduce((chosen, rule) => (rule.pattern.test(path) ? !rule.excludes : chosen), false),
  );
}

/** Assets by path relative to the directory. */
export async function collectAssets(directory: string, globs: readonly string[]): Promise<Properties> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
  const assets: Properties = {};
  for (const path of chosenPaths(files, globs)) {
    const content = await readFile(join(directory, path));
    assets[path] = fileAsset(join(directory, path), createHash("sha256").update(content).digest("hex"));
  }
  return assets;
}

/** One archive of the chosen files. */
export async function collectArchive(directory: string, globs: readonly string[]): Promise<Properties> {
  const assets = await collectAssets(directory, globs);
  // Of names and contents only: the same files in another directory are the same archive.
  const contents = Object.entries(assets).map(([path, asset]) => [path, (asset as Properties)["hash"]]);
  return assetArchive(assets, createHash("sha256").update(JSON.stringify(contents)).digest("hex"));
}
