import { describe, expect, it } from "vitest";
import { bridgeName, defaultLabName, domainName, namePattern } from "../../../base/names.ts";

describe("names", () => {
  it("gives two clones two labs, and one clone always the same", () => {
    expect(defaultLabName("/home/a/crossbed")).toBe(defaultLabName("/home/a/crossbed"));
    expect(defaultLabName("/home/a/crossbed")).not.toBe(defaultLabName("/home/b/crossbed"));
  });

  it("makes a legal lab name of any directory", () => {
    for (const directory of ["/", "/srv/Ünïcode Dir", "/x/---", "/a/very-long-directory-name-indeed"]) {
      expect(defaultLabName(directory)).toMatch(namePattern);
    }
  });

  it("marks domains as ours and keeps bridges within the kernel's 15 characters", () => {
    expect(domainName("a1")).toBe("cb-a1");
    expect(bridgeName("traffic1")).toBe("br-traffic1");
    expect(bridgeName("interconnect-a")).toHaveLength(15);
  });
});
