import { describe, expect, it } from "vitest";
import { ClusterFilesystem } from "../../../../components/cluster-filesystem/index.ts";
import { planClusterFilesystem, renderCorosyncConf } from "../../../../components/cluster-filesystem/plan.ts";
import { renderDlmConf } from "../../../../components/fencing/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf, type Registration } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { hosts: inventoryHosts, networks } = inventoryDocument();
const hosts = ["host1", "host2"].map((name) => ({ name, target: sshTarget, bootId: "boot", device: `/dev/${name}` }));

async function registered(platform: "kvm" | "xen"): Promise<{ plan: ReturnType<typeof planned>; all: Registration[] }> {
  const plan = planned(platform);
  const all = await registrationsOf(
    (options) => new ClusterFilesystem("shared", { plan, hosts, fencing: [], key: "a2V5" }, options),
  );
  return { plan, all };
}

function planned(platform: "kvm" | "xen"): ReturnType<typeof planClusterFilesystem> {
  const lun = { role: platform, wwid: "6001405a11ce0001", sizeGiB: 4 };
  return planClusterFilesystem({
    rack: "rack",
    filesystem: platform === "kvm" ? "gfs2" : "ocfs2",
    emulated: true,
    hosts: inventoryHosts,
    networks,
    lun,
  });
}

/** Steps in the order in which they first appear, with the number of hosts; hosts come in any order. */
function stepsOf(all: readonly Registration[]): string[] {
  const hostsOf = new Map<string, number>();
  for (const { type, name } of all) {
    const step = `${type} ${name.replace(/-host\d$/, "")}`;
    hostsOf.set(step, (hostsOf.get(step) ?? 0) + 1);
  }
  return [...hostsOf].map(([step, count]) => `${step} on ${String(count)}`);
}

describe("ClusterFilesystem", () => {
  it("under KVM joins every host, then makes GFS2 once, then mounts it everywhere", async () => {
    const { plan, all } = await registered("kvm");
    if (plan.kind !== "gfs2") throw new Error("not GFS2");
    expect(stepsOf(all)).toEqual([
      "crossbed:index:ClusterFilesystem shared on 1",
      "crossbed:index:Gfs2 shared-gfs2 on 1",
      "command:remote:Command shared-gfs2-join on 2",
      "command:remote:Command shared-gfs2-make on 1",
      "command:remote:Command shared-gfs2-mount on 2",
    ]);
    const { CONFIG = "", ...join } = stdinOf(all, "shared-gfs2-join-host2");
    expect(Buffer.from(CONFIG, "base64").toString()).toBe(renderCorosyncConf(plan));
    expect(join).toEqual({
      BOOT_ID: "boot",
      CLUSTER: plan.clusterName,
      DLM_CONFIG: Buffer.from(renderDlmConf([])).toString("base64"),
      KEY: "a2V5",
      MEMBERS: "2",
      WAIT_SEC: "300",
    });
    expect(stdinOf(all, "shared-gfs2-make")).toEqual({
      ADOPT: "",
      CLUSTER: plan.clusterName,
      DEVICE: "/dev/host1",
      JOURNAL_MIB: "32",
      KIND: "gfs2",
      LABEL: plan.lockTable,
      MACHINES: plan.machines.join(","),
      MEMBERS: "2",
      WWID: "6001405a11ce0001",
    });
    expect(all.find(({ name }) => name === "shared-gfs2-make")?.inputs.delete).toBeUndefined();
    expect(stdinOf(all, "shared-gfs2-mount-host2")).toEqual({
      BOOT_ID: "boot",
      DEVICE: "/dev/host2",
      JOURNAL_MIB: "32",
      MEMBERS: "2",
      MOUNT: "/crossbed/kvm",
    });
  });

  it("under Xen does the same with OCFS2, and tells each host which node it is", async () => {
    const { plan, all } = await registered("xen");
    expect(stepsOf(all)).toEqual([
      "crossbed:index:ClusterFilesystem shared on 1",
      "crossbed:index:Ocfs2 shared-ocfs2 on 1",
      "command:remote:Command shared-ocfs2-join on 2",
      "command:remote:Command shared-ocfs2-make on 1",
      "command:remote:Command shared-ocfs2-mount on 2",
    ]);
    expect(stdinOf(all, "shared-ocfs2-join-host2")).toEqual({
      BOOT_ID: "boot",
      CLUSTER: plan.clusterName,
      DEAD_THRESHOLD: "61",
      IDLE_TIMEOUT_MS: "60000",
      PORT: "7777",
      NODE: "host2",
      NODES: "host1:1:10.77.3.11 host2:2:10.77.3.12",
    });
  });
});
