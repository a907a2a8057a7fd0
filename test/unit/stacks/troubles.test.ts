import { describe, expect, it } from "vitest";
import { findTroubles, refuseStuck } from "../../../stacks/troubles.ts";
import type { HostFacts } from "../../../rack/facts.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const planOf = (platform: string) =>
  planTestbed(
    "test",
    parseSpec("test", { platform, layout: "6core" }),
    parseInventory("rack.yaml", inventoryDocument()),
    "",
  );
const uuid = "3232a021-3396-4053-a0bf-2c233b27a68a";
const mounted = (platform: "kvm" | "xen", changes: Partial<HostFacts> = {}): HostFacts =>
  hostFacts({
    clusterMembers: [1, 2],
    lockspaces: platform === "kvm" ? ["kvm"] : null,
    clusterFilesystems: [
      { source: "/dev/sda", target: `/crossbed/${platform}`, type: platform === "kvm" ? "gfs2" : "ocfs2" },
    ],
    ...changes,
  });

describe("findTroubles", () => {
  it("finds none where both members are seen and everything runs", () => {
    const domains = [{ uuid, name: "cb-a1", isRunning: true, stalled: null }];
    expect(findTroubles(planOf("kvm"), { host1: mounted("kvm", { domains }), host2: mounted("kvm") })).toEqual([]);
    expect(findTroubles(planOf("kvm"), { host1: hostFacts() })).toEqual([]);
  });

  it("tells of a file system that withdrew, and how the host is freed", () => {
    expect(findTroubles(planOf("kvm"), { host2: mounted("kvm", { withdrawn: ["rack12:kvm"] }) })).toEqual([
      "GFS2 (rack12:kvm) on host2 has withdrawn after an error, so nothing is written through it any more; guests there cannot go " +
        "on and cannot be stopped. Cure: restart host2, then npx crossbed up test.",
    ]);
  });

  it("tells of a host that has left the cluster by itself while its file system was mounted, and only there", () => {
    const rest =
      ", where GFS2 is mounted, so nothing is written through it any more; guests there cannot go on and cannot be stopped. " +
      "Cure: restart host2, then npx crossbed up test.";
    const troubles = (changes: Partial<HostFacts>) => findTroubles(planOf("kvm"), { host2: mounted("kvm", changes) });
    expect(troubles({ clusterMembers: null })).toEqual([`corosync has stopped on host2${rest}`]);
    expect(troubles({ lockspaces: [] })).toEqual([`dlm has left its lockspace kvm on host2${rest}`]);
    expect(troubles({ lockspaces: ["clvmd"] })).toHaveLength(1);
    expect(troubles({ lockspaces: null })).toEqual([]);
    expect(findTroubles(planOf("xen"), { host2: mounted("xen", { clusterMembers: null }) })).toEqual([]);
    expect(findTroubles(planOf("kvm"), { host2: hostFacts({ lockspaces: [] }) })).toEqual([]);
    expect(() => {
      refuseStuck(planOf("kvm"), { host2: mounted("kvm", { clusterMembers: null }) });
    }).toThrow(/^corosync has stopped on host2, [^]*\nNothing has been changed\.$/u);
  });

  it("tells of a member that left, by its name", () => {
    expect(findTroubles(planOf("kvm"), { host1: mounted("kvm", { clusterMembers: [1] }) })).toEqual([
      "the cluster on host1 has no member host2. Nothing cut it off: what it wrote since may be lost. " +
        "Cure: bring host2 back, then npx crossbed up test.",
    ]);
    expect(findTroubles(planOf("xen"), { host2: mounted("xen", { clusterMembers: [2] }) })).toEqual([
      "the cluster on host2 has no member host1. Cure: bring host1 back, then npx crossbed up test.",
    ]);
  });

  it("tells of a host that outlived its sbd, once its file system is mounted", () => {
    const document = inventoryDocument();
    const hosts = document.hosts.map((host) => ({
      ...host,
      fencing: { kind: "sbd" as const, wwid: "6001405a11ce0009" },
    }));
    const plan = planTestbed(
      "test",
      parseSpec("test", { platform: "kvm", layout: "6core" }),
      parseInventory("rack.yaml", { ...document, hosts }),
      "",
    );
    const dead = "sbd does not run on host2, and the watchdog did not reset the host for it";
    expect(findTroubles(plan, { host1: mounted("kvm", { fencingDaemon: "running" }), host2: mounted("kvm") })).toEqual([
      `${dead}: nothing would cut it off, though the others would take it for cut off. ` +
        "Cure: restart host2 itself (npx crossbed fence does nothing there), then npx crossbed up test.",
    ]);
    expect(findTroubles(plan, { host2: mounted("kvm", { fencingDaemon: "dead" }) })[0]).toContain(dead);
    expect(findTroubles(plan, { host2: hostFacts() })).toEqual([]);
    expect(findTroubles(planOf("kvm"), { host2: mounted("kvm") })).toEqual([]);
  });

  it("tells of a guest that is paused", () => {
    const domains = [{ uuid, name: "cb-a1", isRunning: true, stalled: null }];
    expect(findTroubles(planOf("kvm"), { host1: mounted("kvm", { domains, paused: [uuid] }) })).toEqual([
      "cb-a1 on host1 is paused: its disk had no room or failed, or somebody paused it. Give the LUN room (df on host1), then " +
        "npx crossbed up test.",
    ]);
  });
});

describe("refuseStuck", () => {
  it("refuses an update while a file system is dead on a host, and no other trouble", () => {
    const facts = {
      host1: mounted("kvm", { clusterMembers: [1] }),
      host2: mounted("kvm", { withdrawn: ["rack12:kvm"] }),
    };
    expect(() => {
      refuseStuck(planOf("kvm"), facts);
    }).toThrow(
      /^GFS2 \(rack12:kvm\) on host2 has withdrawn [^]* Cure: restart host2, [^]*\nNothing has been changed\.$/u,
    );
    refuseStuck(planOf("kvm"), { host1: facts.host1 });
  });
});
