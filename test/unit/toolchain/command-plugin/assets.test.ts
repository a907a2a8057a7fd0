import { describe, expect, it } from "vitest";
import { chosenPaths, globPattern } from "../../../../toolchain/command-plugin/assets.ts";

describe("globPattern", () => {
  it.each([
    ["*.txt", "a.txt", true],
    ["*.txt", "d/a.txt", false],
    ["**.js", "src/index.js", true],
    ["assets/**", "assets/logos/logo.svg", true],
    ["?.c", "a.c", true],
    ["?.c", "/.c", false],
    ["[a-c].x", "b.x", true],
    ["[!a-c].x", "b.x", false],
    ["{one,two}.x", "two.x", true],
    ["a,b", "a,b", true],
    ["a+(b).x", "a+(b).x", true],
    ["\\*.x", "*.x", true],
    ["\\*.x", "a.x", false],
  ])("%s against %s: %s", (glob, path, expected) => {
    expect(globPattern(glob).test(path)).toBe(expected);
  });
});

describe("chosenPaths", () => {
  it("applies the rules in order, those with ! taking away", () => {
    const paths = ["assets/logos/logo.svg", "src/index.js", "src/secret.js", "readme"];
    expect(chosenPaths(paths, ["assets/**", "src/**.js", "!**secret.*"])).toEqual([
      "assets/logos/logo.svg",
      "src/index.js",
    ]);
    expect(chosenPaths(["a"], ["!a", "a"])).toEqual(["a"]);
  });
});
