import { describe, expect, it } from "vitest";
import { HostShare, type HostShareArgs } from "../../../../components/host/share.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

/** What the step on the host is told. */
async function told(
  args: Pick<HostShareArgs, "kind" | "pcpus" | "vcpus" | "memoryMiB">,
): Promise<Record<string, string>> {
  const all = await registrationsOf(
    (options) => new HostShare("host1-share", { target: sshTarget, bootId: "boot", ...args }, options),
  );
  return stdinOf(all, "host1-share-limits");
}

describe("HostShare", () => {
  it("sizes Xen's control domain by the pCPUs that the guests leave, and pins it to them", async () => {
    const share = { kind: "control-domain", vcpus: 6, memoryMiB: 1536 } as const;
    expect(await told({ ...share, pcpus: [0, 1, 8, 9] })).toEqual({
      BOOT_ID: "boot",
      CPUS: "0-1,8-9",
      MEMORY_MIB: "1536",
      VCPUS: "4",
    });
    // Where the guests have all, it shares what there is.
    expect(await told({ ...share, pcpus: [] })).toMatchObject({ CPUS: "", MEMORY_MIB: "1536" });
  });

  it("gives the application on bare metal its pCPUs and memory, and no more", async () => {
    const pcpus = Array.from({ length: 16 }, (_, pcpu) => pcpu);
    expect(await told({ kind: "workload-slice", pcpus, vcpus: 16, memoryMiB: 24_576 })).toEqual({
      BOOT_ID: "boot",
      CPUS: "0-15",
      MEMORY_MIB: "24576",
      PROPERTIES: "AllowedCPUs=0-15 CPUQuota= MemoryMax=24576M",
      SLICE: "crossbed.slice",
    });
  });
});
