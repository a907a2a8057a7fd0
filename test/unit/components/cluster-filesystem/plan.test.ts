import { fc } from "../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { namePattern } from "../../../../base/names.ts";
import {
  planClusterFilesystem,
  renderCorosyncConf,
  validateClusterFilesystem,
  type Gfs2Plan,
  type PlanClusterFilesystemArgs,
} from "../../../../components/cluster-filesystem/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const { hosts, networks } = inventoryDocument();
const lun = { role: "kvm" as const, wwid: "6001405a11ce0001", sizeGiB: 4 };
const args: PlanClusterFilesystemArgs = { rack: "rack", filesystem: "gfs2", emulated: true, hosts, networks, lun };

function gfs2(changes: Partial<PlanClusterFilesystemArgs> = {}): Gfs2Plan {
  const plan = planClusterFilesystem({ ...args, ...changes });
  if (plan.kind !== "gfs2") throw new Error("not GFS2");
  return plan;
}

describe("planClusterFilesystem", () => {
  it("marks the file system with the rack's own cluster, under the platform's mount point", () => {
    expect(gfs2()).toMatchObject({ lockTable: `${gfs2().clusterName}:kvm`, mountPoint: "/crossbed/kvm" });
    expect(planClusterFilesystem({ ...args, filesystem: "ocfs2", lun: { ...lun, role: "xen" } })).toMatchObject({
      kind: "ocfs2",
      label: `${gfs2().clusterName}-xen`,
      mountPoint: "/crossbed/xen",
    });
  });

  it("names a cluster as o2cb and GFS2 allow, and two racks differently", () => {
    const rack = fc.stringMatching(namePattern);
    fc.assert(
      fc.property(rack, rack, (one, two) => {
        expect(gfs2({ rack: one }).clusterName).toMatch(/^[a-z0-9]{7,16}$/);
        expect(gfs2({ rack: one }).clusterName === gfs2({ rack: two }).clusterName).toBe(one === two);
      }),
    );
  });

  it("lets members talk over the interconnect first and management second", () => {
    expect(gfs2().nodes).toEqual([
      { name: "host1", id: 1, addresses: ["10.77.3.11", "10.77.0.11"] },
      { name: "host2", id: 2, addresses: ["10.77.3.12", "10.77.0.12"] },
    ]);
  });

  it("tells a rack from another of the same name by its hosts' cards, whatever their order, and not by their names", () => {
    const machines = gfs2().machines;
    expect(new Set(machines).size).toBe(hosts.length);
    const turned = hosts.map((host) => ({ ...host, name: `${host.name}x`, interfaces: host.interfaces.toReversed() }));
    expect(gfs2({ hosts: turned }).machines).toEqual(machines);
    const others = hosts.map((host) => ({
      ...host,
      interfaces: host.interfaces.map((card) => ({ ...card, mac: card.mac.replace(/^../u, "0a") })),
    }));
    expect(gfs2({ hosts: others }).machines.filter((machine) => machines.includes(machine))).toEqual([]);
  });

  it("adopts a file system without a mark by its operator's word, or where the LUN is the lab's own", () => {
    expect(gfs2().adopt).toBe("");
    expect(gfs2({ isLab: true }).adopt).toBe("any");
    const adopt = "22ab7cce-50b1-46a8-b20a-7b17eeb67a70";
    expect(gfs2({ lun: { ...lun, adopt } }).adopt).toBe(adopt);
  });

  it("gives up a link before the LUN, whatever of the two is said", () => {
    const times = (said: PlanClusterFilesystemArgs["times"], emulated = false) => {
      const plan = planClusterFilesystem({ ...args, filesystem: "ocfs2", emulated, times: said });
      return plan.kind === "ocfs2" ? [plan.lunSilentSec, plan.idleTimeoutMs] : [];
    };
    expect(times(undefined)).toEqual([60, 30_000]);
    expect(times(undefined, true)).toEqual([120, 60_000]);
    expect(times({ lunSilentSec: 150 })).toEqual([150, 75_000]);
    expect(times({ linkSilentSec: 100 })).toEqual([200, 100_000]);
    expect(times({ lunSilentSec: 150, linkSilentSec: 20 })).toEqual([150, 20_000]);
    expect(gfs2({ times: { linkSilentSec: 9 } }).tokenMs).toBe(9000);
  });

  it("takes smaller journals on a small LUN", () => {
    expect(gfs2().journalMiB).toBe(32);
    expect(gfs2({ lun: { ...lun, sizeGiB: 500 } }).journalMiB).toBe(128);
  });
});

describe("validateClusterFilesystem", () => {
  it("names the host that lacks a network", () => {
    const [first] = hosts;
    const alone = {
      ...first,
      name: "host1",
      interfaces: first?.interfaces.filter(({ network }) => network !== "mgmt") ?? [],
    };
    expect(validateClusterFilesystem({ ...args, hosts: [alone] })).toEqual([
      {
        path: "hosts[0].interfaces",
        message: "has none on the management network, over which host1 must talk to the cluster.",
      },
    ]);
    expect(validateClusterFilesystem(args)).toEqual([]);
  });
});

describe("renderCorosyncConf", () => {
  it("writes one setting a line and nothing after a brace", () => {
    for (const line of renderCorosyncConf(gfs2()).trimEnd().split("\n")) {
      expect(line).toMatch(/^ *(?:[a-z]+ \{|\}|[a-z0-9_]+: \S+)$/);
    }
  });

  it("has members authenticate and encrypt", () => {
    expect(renderCorosyncConf(gfs2())).toMatch(/\n {2}crypto_cipher: aes256\n {2}crypto_hash: sha256\n/);
  });

  it("keeps one of two hosts quorate, and leaves three to the majority", () => {
    expect(renderCorosyncConf(gfs2())).toMatch(/\n {2}two_node: 1\n/);
    const three = [...hosts, { name: "host3", interfaces: hosts[0]?.interfaces ?? [] }];
    expect(renderCorosyncConf(gfs2({ hosts: three }))).not.toMatch(/two_node/);
  });

  it("gives every node both links", () => {
    expect(renderCorosyncConf(gfs2()).match(/ring[01]_addr: .*/g)).toEqual([
      "ring0_addr: 10.77.3.11",
      "ring1_addr: 10.77.0.11",
      "ring0_addr: 10.77.3.12",
      "ring1_addr: 10.77.0.12",
    ]);
  });
});
