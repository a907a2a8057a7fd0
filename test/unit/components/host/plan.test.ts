import { describe, expect, it } from "vitest";
import { planHost } from "../../../../components/host/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const { hosts, networks } = inventoryDocument();
const host = { name: "host1", bootEntries: { kvm: "linux", xen: "linux-on-xen" } };

describe("planHost", () => {
  it.each([
    ["kvm", "linux"],
    ["xen", "linux-on-xen"],
    ["bare", "linux"],
  ] as const)("boots for %s the entry %s", (platform, entry) => {
    expect(planHost({ platform, host, hosts, networks }).bootEntry).toBe(entry);
  });

  it("names the other hosts with their management and migration addresses, in this order", () => {
    expect(planHost({ platform: "kvm", host, hosts, networks }).peers).toEqual([
      { name: "host2", addresses: ["10.77.0.12", "10.77.5.12"] },
    ]);
  });

  it("asks bare metal for nothing that only a hypervisor needs", () => {
    const { requirements, modules } = planHost({ platform: "bare", host, hosts, networks });
    expect(requirements.map(({ program }) => program)).toEqual(["ip", "sar", "node"]);
    expect(modules).toEqual(["sctp"]);
  });
});
