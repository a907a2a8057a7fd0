import { describe, expect, it } from "vitest";
import { sliceLimits } from "../../../../components/host/slice-limits.ts";

describe("sliceLimits", () => {
  it("pins the slice to its pCPUs, and to no quota", () => {
    expect(sliceLimits({ cpus: "0-1,8", vcpus: 3, memoryMiB: 576 })).toBe("AllowedCPUs=0-1,8 CPUQuota= MemoryMax=576M");
  });

  it("gives a slice without pCPUs of its own the time of as many", () => {
    expect(sliceLimits({ cpus: "", vcpus: 3, memoryMiB: 576 })).toBe("AllowedCPUs= CPUQuota=300% MemoryMax=576M");
  });
});
