import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../rack/inventory.ts";
import { refuseDistributions, refuseUnsafe } from "../../../stacks/check.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";

function check(data: Record<string, unknown>, emulated: boolean): void {
  const spec = parseSpec("test", { inventory: "rack.yaml", benchmarks: { loads: [750] }, ...data });
  refuseUnsafe(planTestbed("test", spec, parseInventory("rack.yaml", { ...inventoryDocument(), emulated }), ""));
}

describe("refuseUnsafe", () => {
  it("refuses GFS2 on real hosts, where nothing would fence it, and says what is at stake and what to do instead", () => {
    expect(() => {
      check({ platform: "kvm", layout: "6core" }, false);
    }).toThrow(
      "stack test on inventory rack: 1 problem; nothing has been changed.\n" +
        "  platform: is kvm, but Crossbed does not fence a lost host yet, and GFS2 without fencing loses data: with both " +
        "links between two hosts cut for 90 s, 192 of 285 acknowledged files were gone. On real hosts use one of " +
        "bare, xen, container; kvm runs on the lab (inventory: lab) and on a rack whose inventory says emulated: true.",
    );
  });

  it.each([
    ["platforms without GFS2 on real hosts", { platform: "xen", layout: "6core" }, false],
    ["no shared file system at all", { platform: "bare", layout: "16core" }, false],
    ["the lab's own virtual hosts", { platform: "kvm", layout: "6core", inventory: "lab" }, false],
    ["emulated hosts", { platform: "kvm", layout: "6core" }, true],
  ])("lets %s pass", (_, data, emulated) => {
    expect(() => {
      check(data, emulated);
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
