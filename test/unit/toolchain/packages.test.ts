import { describe, expect, it } from "vitest";
import { debianPackages, installCommand, lastLines, missingPackages } from "../../../toolchain/packages.ts";

describe("missingPackages", () => {
  it("names what has no proof, of the wanted purposes only", () => {
    const isThere = (path: string): boolean => path !== "/usr/bin/socat" && path !== "/usr/bin/chromium";
    expect(missingPackages(["lab"], isThere).map((one) => one.name)).toEqual(["socat"]);
    expect(missingPackages(["lab", "test"], isThere).map((one) => one.name)).toEqual(["socat", "chromium"]);
    expect(missingPackages([], () => false)).toEqual([]);
  });
});

describe("debianPackages", () => {
  it("lists each package once, with an absolute proof and a reason", () => {
    const names = debianPackages.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of debianPackages) {
      expect(one.proof).toMatch(/^\//);
      expect(one.why).not.toBe("");
    }
  });
});

describe("installCommand", () => {
  it("is one line that can be pasted", () => {
    const two = debianPackages.slice(0, 2);
    expect(installCommand(two)).toBe("apt-get install --yes --no-install-recommends mmdebstrap debian-archive-keyring");
  });
});

describe("lastLines", () => {
  it("keeps the end", () => {
    expect(lastLines("a\nb\nc\n", 2)).toBe("b\nc");
  });
});
