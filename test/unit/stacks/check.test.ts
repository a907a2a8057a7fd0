import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../rack/inventory.ts";
import { refuseDistributions, refuseUnsafe } from "../../../stacks/check.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";

/** `fenced` are the hosts that have a device. */
function check(data: Record<string, unknown>, emulated: boolean, fenced: readonly string[] = []): void {
  const spec = parseSpec("test", { inventory: "rack.yaml", benchmarks: { loads: [750] }, ...data });
  const document = inventoryDocument();
  const hosts = document.hosts.map((host, index) => {
    const address = `10.77.0.${String(index + 3)}`;
    const fencing = { kind: "ipmi", address, user: "admin", passwordFile: "/root/password" };
    return fenced.includes(host.name) ? { ...host, fencing } : host;
  });
  refuseUnsafe(planTestbed("test", spec, parseInventory("rack.yaml", { ...document, hosts, emulated }), ""));
}

describe("refuseUnsafe", () => {
  it("refuses GFS2 on real hosts that nothing would fence, and says what is at stake and what to do instead", () => {
    expect(() => {
      check({ platform: "kvm", layout: "6core" }, false);
    }).toThrow(
      "stack test on inventory rack: 1 problem; nothing has been changed.\n" +
        "  platform: is kvm, and no host of the inventory has fencing; GFS2 without it loses data: with both links between " +
        "two hosts cut for 90 s, 192 of 285 acknowledged files were gone. Give each host its device (hosts[].fencing, " +
        "docs/add-a-host.md), or use one of bare, xen, container.",
    );
  });

  it("refuses one host without fencing beside others that have it", () => {
    expect(() => {
      check({ platform: "kvm", layout: "6core" }, false, ["host1"]);
    }).toThrow("  hosts[1].fencing: is absent, but other hosts have it;");
  });

  it.each([
    ["platforms without GFS2 on real hosts", { platform: "xen", layout: "6core" }, false],
    ["no shared file system at all", { platform: "bare", layout: "16core" }, false],
    ["GFS2 on real hosts that are all fenced", { platform: "kvm", layout: "6core" }, false, ["host1", "host2"]],
    ["the lab's own virtual hosts", { platform: "kvm", layout: "6core", inventory: "lab" }, false],
    ["emulated hosts", { platform: "kvm", layout: "6core" }, true],
  ])("lets %s pass", (_, data, emulated, fenced: readonly string[] = []) => {
    expect(() => {
      check(data, emulated, fenced);
    }).not.toThrow();
  });
});

describe("refuseDistributions", () => {
  const planned = (platform: string) =>
    planTestbed(
      "test",
      parseSpec("test", { platform, layout: "16core" }),
      parseInventory("rack.yaml", inventoryDocument()),
      "",
    );
  const on = (id: string, idLike: string | null) => ({ host1: { distribution: { id, idLike, versionId: "9.5" } } });

  it("says which host's distribution has no package of what the platform needs", () => {
    expect(() => {
      refuseDistributions(planned("xen"), on("almalinux", "rhel centos fedora"));
    }).toThrow(
      "stack test: 1 problem; nothing has been changed.\n" +
        "  host host1: runs almalinux 9.5, which has no package with xl, mkfs.ocfs2, and Xen needs that. " +
        "Give it another distribution, or take another platform.",
    );
  });

  it.each([
    ["xen", "debian", null],
    ["xen", "sles", "suse"],
    ["kvm", "rhel", "fedora"],
    ["xen", "arch", null],
  ])("lets %s pass on %s", (platform, id, idLike) => {
    expect(() => {
      refuseDistributions(planned(platform), on(id, idLike));
    }).not.toThrow();
  });
});
