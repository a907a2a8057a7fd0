import { describe, expect, it } from "vitest";
import { goBinaries } from "../../../toolchain/go-binaries.ts";
import { parseGoVersion, pinnedSum } from "../../../toolchain/go.ts";
import { buildArguments, builtPath } from "../../../toolchain/go-build.ts";

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

describe("builtPath", () => {
  it("is a place of each program's own, also where a stand-in for a module lies in a folder beside its go.mod", async () => {
    const paths = await Promise.all(goBinaries.map((binary) => builtPath(binary, { XDG_CACHE_HOME: "/cache" })));
    const names = paths.map((path) => /^\/cache\/crossbed\/toolchain\/[0-9a-f]{16}\/(.*)$/u.exec(path)?.[1]);
    expect(names).toEqual(goBinaries.map(({ name }) => name));
    expect(new Set(paths).size).toBe(goBinaries.length);
  });
});

describe("pinnedSum", () => {
  it("is of one processor each", () => {
    expect(pinnedSum("amd64")).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
    expect(pinnedSum("arm64")).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
    expect(pinnedSum("arm64")).not.toBe(pinnedSum("amd64"));
  });

  it("takes nothing unseen for a processor that it does not know", () => {
    expect(() => pinnedSum("riscv64")).toThrow(
      "this machine: go1.26.8 for riscv64 is not fetched: its checksum is not known here, only those for amd64, arm64.",
    );
  });
});
