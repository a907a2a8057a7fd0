import { describe, expect, it } from "vitest";
import { quote } from "../../../cli/env.ts";
import { parseSource } from "../../../toolchain/setup.ts";

describe("parseSource", () => {
  it("knows the two sources and takes an empty name for none", () => {
    expect([parseSource("releases"), parseSource("modules"), parseSource(""), parseSource(undefined)]).toEqual([
      "releases",
      "modules",
      undefined,
      undefined,
    ]);
  });
  it("refuses any other name and lists those there are", () => {
    expect(() => parseSource("homebrew")).toThrow(
      "CROSSBED_TOOLCHAIN or --source: homebrew is not a source of Pulumi; use releases or modules.",
    );
  });
});

describe("quote", () => {
  it("makes one shell word of anything", () => {
    expect(quote("/a b/$HOME`x`")).toBe("'/a b/$HOME`x`'");
    expect(quote("it's")).toBe(`'it'\\''s'`);
  });
});
