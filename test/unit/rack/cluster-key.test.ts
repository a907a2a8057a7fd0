import { describe, expect, it } from "vitest";
import { clusterKey } from "../../../rack/cluster-key.ts";

describe("clusterKey", () => {
  it("is one of corosync's size for each rack and each operator, and the same every time", () => {
    const key = clusterKey("private\n", "rack1");
    expect(Buffer.from(key, "base64")).toHaveLength(256);
    expect(clusterKey("private", "rack1")).toBe(key);
    expect(new Set([key, clusterKey("private", "rack2"), clusterKey("other", "rack1")]).size).toBe(3);
    expect(key).not.toContain("private");
  });
});
