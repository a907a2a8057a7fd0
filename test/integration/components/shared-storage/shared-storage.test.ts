import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { SharedStorage } from "../../../../components/shared-storage/index.ts";
import { planStorage } from "../../../../components/shared-storage/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf, type Registration } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { luns, guestImage } = inventoryDocument();
const plan = planStorage({ platform: "kvm", sharedRole: "kvm", luns, guestImage });
const hosts = ["host1", "host2"].map((name) => ({ name, target: sshTarget, bootId: `boot of ${name}` }));

/** What find-lun.sh prints on every host. */
function found({ name }: Registration): Record<string, unknown> {
  const bytes = (name.includes("kvm") ? 4 : 2) * 1024 ** 3;
  return name.includes("mount") ? {} : { stdout: `/dev/disk/by-id/${name} ${String(bytes)}\n` };
}

describe("SharedStorage", () => {
  it("finds both LUNs on every host and mounts the backup where it was found", async () => {
    let storage: SharedStorage | undefined;
    const registrations = await registrationsOf((options) => {
      storage = new SharedStorage("storage", { plan, hosts }, options);
    }, found);
    expect(registrations.map(({ name }) => name).toSorted()).toEqual([
      "storage",
      "storage-backup-host1",
      "storage-backup-host2",
      "storage-kvm-host1",
      "storage-kvm-host2",
      "storage-mount-host1",
      "storage-mount-host2",
    ]);
    expect(stdinOf(registrations, "storage-kvm-host2")).toEqual({
      BOOT_ID: "boot of host2",
      WWID: "6001405a11ce0001",
    });
    expect(stdinOf(registrations, "storage-mount-host2")).toEqual({
      BOOT_ID: "boot of host2",
      DEVICE: "/dev/disk/by-id/storage-backup-host2",
      FILE: "guest.raw",
      MOUNT: "/crossbed/backup",
      SHA256: "a".repeat(64),
    });
    expect(await valueOf(storage?.devices)).toEqual({
      host1: "/dev/disk/by-id/storage-kvm-host1",
      host2: "/dev/disk/by-id/storage-kvm-host2",
    });
  });
});

async function valueOf<Value>(output: pulumi.Output<Value> | undefined): Promise<Value> {
  return await new Promise((resolve) => output?.apply(resolve));
}
