/** Versions that a result depends on. */
import { readFile } from "node:fs/promises";

interface PackageFile {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Crossbed's own version, Node.js's, and those of the libraries that decide or carry out the testbed. */
export async function versions(): Promise<Record<string, string>> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version, dependencies } = JSON.parse(text) as PackageFile;
  const named = ["@pulumi/pulumi", "@pulumi/command", "koffi", "hdr-histogram-js"].map((name) => [
    name,
    dependencies?.[name] ?? "unknown",
  ]);
  return {
    crossbed: version,
    "node.js": process.versions.node,
    ...(Object.fromEntries(named) as Record<string, string>),
  };
}
