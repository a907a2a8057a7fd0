/** What a command may load before it has read its arguments: help, and a slip in an argument, answer at once. */
import { build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";

const main = "cli/main.ts";
/** Each takes longer to load than the whole command line; a command loads one when it uses it. */
const heavy = /^(?:@pulumi|@grpc|@observablehq|linkedom|esbuild|ssh2|koffi|typescript)(?:\/|$)/;

const { metafile } = await build({
  entryPoints: [main],
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  format: "esm",
  splitting: true,
  outdir: "unused",
  packages: "external",
});

/** Heavy packages that are loaded with a file, each with the file that imports it. */
function heavyOf(file: string, { inputs }: Metafile): string[] {
  const seen = new Set<string>();
  const visit = (path: string): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    const imports = inputs[path]?.imports.filter(({ kind }) => kind !== "dynamic-import") ?? [];
    return imports.flatMap((one) => {
      if (one.external !== true) return visit(one.path);
      return heavy.test(one.path) ? [`${path} imports ${one.path}`] : [];
    });
  };
  return visit(file);
}

const commands = metafile.inputs[main]?.imports.filter(({ kind }) => kind === "dynamic-import") ?? [];

describe("a command's file", () => {
  it("is one of those that the command line loads when they are called", () => {
    expect(commands.map(({ path }) => path)).toContain("cli/report.ts");
  });

  it.each([main, ...commands.map(({ path }) => path)])("loads nothing heavy: %s", (file) => {
    expect(heavyOf(file, metafile)).toEqual([]);
  });
});
