import { describe, expect, it } from "vitest";
import { parseGoVersion } from "../../../toolchain/go.ts";
import { buildArguments } from "../../../toolchain/go-build.ts";

describe("parseGoVersion", () => {
  it("reads the minor version of releases and of Debian's builds, and nothing else", () => {
    expect(parseGoVersion("go version go1.26.8 linux/amd64")).toBe(26);
    expect(parseGoVersion("go version go1.19.8 linux/amd64")).toBe(19);
    expect(parseGoVersion("go: command not found")).toBeUndefined();
  });
});

describe("buildArguments", () => {
  it("builds reproducibly from pinned modules and stamps the version", () => {
    const binary = { name: "n", package: "example.com/p", stamps: ["a.V=1", "b.V=2"], estimateSec: 1 };
    expect(buildArguments(binary, "/out")).toEqual([
      "build",
      "-trimpath",
      "-mod=readonly",
      "-buildvcs=false",
      "-ldflags=-s -w -X a.V=1 -X b.V=2",
      "-o",
      "/out",
      "example.com/p",
    ]);
  });
});
