import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every file of ours that may start a program on a machine. */
const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .filter((file) =>
    /^(?:base|platforms|rack|workloads|stacks|studies|components|benchmarks|cli|toolchain)\//u.test(file),
  )
  .filter((file) => !file.includes("/node_modules/") && !/\.(?:png|md|ya?ml|json|sum)$/u.test(file));

/** Calls of flock without -n or -w, from its name on; a list of arguments counts as a command line. */
function endlessIn(text: string): string[] {
  const commands = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|#).*$/gmu, "").replaceAll(/["'`,[\]\s]+/gu, " ");
  return commands.match(/\bflock (?!(?:-\S+ )*(?:-\w*[nw]|--nonblock|--wait|--timeout) )\S+/gu) ?? [];
}

describe("waits for a lock", () => {
  it("end, wherever a file of ours calls flock", () => {
    const calls = files.map((file) => [file, endlessIn(readFileSync(file, "utf8"))] as const);
    expect(files.length).toBeGreaterThan(300);
    expect(calls.filter(([, endless]) => endless.length > 0)).toEqual([]);
  });

  it("are told by flock's options, in a script as in a list of arguments", () => {
    const bounded =
      'flock -n 9\nflock "--$2" --wait 60 8\nflock -w 5 f true\nexeca("flock", [\n  "--timeout", "9", f]);\n# flock 9\n';
    expect(endlessIn(bounded)).toEqual([]);
    expect(endlessIn('flock 9\nexeca("flock", [lock, "sh", "-n", f])\nflock --shared 8\n')).toHaveLength(3);
  });
});
