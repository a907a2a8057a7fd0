import { describe, expect, it } from "vitest";
import { Host } from "../../../../components/host/index.ts";
import { planHost } from "../../../../components/host/plan.ts";
import { hostFacts } from "../../../support/host-facts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { hosts, networks } = inventoryDocument();
const plan = planHost({
  platform: "kvm",
  host: { name: "host1", bootEntries: { kvm: "kvm", xen: "xen" } },
  hosts,
  networks,
});
const lease = { stack: "kvm-6core", clone: "a".repeat(32), holder: "root@here" };

/** What the steps say whose words are read. */
const printed: Readonly<Record<string, string>> = {
  "host1-booted": "after\n",
  "host1-facts": JSON.stringify(hostFacts({ name: "host1" })),
};

describe("Host", () => {
  it("leases the host before anything else, and hands the boot that it finds to the steps after", async () => {
    const registrations = await registrationsOf(
      (options) =>
        new Host("host1", { plan, target: sshTarget, bootId: "before", distribution: "suse", lease }, options),
      ({ name }) => ({ stdout: printed[name] ?? "" }),
    );
    const own = registrations.map(({ type, name }) => `${type} ${name}`);
    expect(own.slice(0, 2)).toEqual(["crossbed:index:Host host1", "command:remote:Command host1-lease"]);
    // The host's key needs the lease only, and may come anywhere after it.
    expect(own.slice(2).filter((step) => !step.endsWith("-key"))).toEqual([
      "command:remote:Command host1-boot-entry",
      "command:remote:Command host1-booted",
      "command:remote:Command host1-prepare",
      "command:remote:Command host1-facts",
    ]);
    expect(own).toHaveLength(7);
    expect(stdinOf(registrations, "host1-lease")).toEqual({
      BOOT_ID: "before",
      EARLIER: '"version":1,"stack":"kvm-6core","holder":"root@here"',
      FILE: "/var/lib/crossbed/lease.json",
      GIVEN_UP: "/var/lib/crossbed/lease.given-up",
      IDENTITY: `"stack":"kvm-6core","clone":"${"a".repeat(32)}"`,
      RECORD: `{"version":2,"stack":"kvm-6core","clone":"${"a".repeat(32)}","holder":"root@here","since":"@NOW@","boot":"@BOOT@"}`,
      STACK: "kvm-6core",
    });
    expect(stdinOf(registrations, "host1-boot-entry")).toEqual({
      BOOT_ID: "before",
      ENTRY: "kvm",
      HYPERVISOR_TYPE: "",
      URIS: "qemu:///system xen:///system lxc:///system",
    });
    expect(stdinOf(registrations, "host1-booted")).toEqual({
      BOOT_ID: "before",
      DEVICE: "/dev/kvm",
      ENTRY: "kvm",
      HYPERVISOR_TYPE: "",
      PLATFORM: "kvm",
      PROBE: "",
      WAIT_SEC: "600",
    });
    expect(stdinOf(registrations, "host1-prepare")).toEqual({
      BOOT_ID: "after",
      MODULES: "bridge tun vhost_net kvm dlm gfs2",
      INSTALL: "zypper install",
      REQUIREMENTS:
        "ip=iproute2 sar=sysstat node=nodejs20 virsh=libvirt-client qemu-img=qemu-img blkid=util-linux corosync=corosync " +
        "dlm_controld=libdlm mkfs.gfs2=gfs2-utils",
      URI: "qemu:///system",
      WAIT_SEC: "600",
    });
  });
});
