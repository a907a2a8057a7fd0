import * as libvirt from "@pulumi/libvirt";
import { describe, expect, it } from "vitest";
import { Guest } from "../../../../components/guest/index.ts";
import { planGuests } from "../../../../components/guest/plan.ts";
import { GuestStorage } from "../../../../components/guest/storage.ts";
import { guestVariantOf } from "../../../../components/guest/variants.ts";
import { layoutOf } from "../../../../stacks/layouts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf, type Registration } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { name: rack, hosts, networks, simulators, guestImage } = inventoryDocument();
const image = { ...guestImage, commandLine: "root=LABEL=guest quiet" };
const directory = `/crossbed/kvm/images/${"a".repeat(16)}`;

async function guest(platform: "kvm" | "xen"): Promise<Registration[]> {
  const variant = await guestVariantOf(platform);
  const [plan] = planGuests({
    rack,
    layout: layoutOf("6core"),
    hostReserveMiB: 512,
    pinning: "one-to-one",
    hosts,
    networks,
    machines: [...hosts, ...simulators],
    scale: { cores: 0.1, memory: 0.02 },
  });
  if (plan === undefined) throw new Error("no guest");
  return await registrationsOf(
    (options) => {
      const provider = new libvirt.Provider("host1", { uri: "qemu+ssh://host1/system" });
      const peers = [{ name: "host2", addresses: ["10.77.0.12", "10.77.5.12"] }];
      new Guest(
        "a1",
        {
          plan,
          variant,
          share: { pins: [0], emulator: [] },
          host: { target: sshTarget, bootId: "boot", peers },
          provider,
          pool: "crossbed",
          mountPoint: `/crossbed/${platform}`,
          image,
          imageBytes: 1024,
          seed: "hostname a1\n",
          authorizedKey: "ssh-ed25519 AAAAuser",
          incarnation: 2,
          stray: "",
          startAfter: [],
        },
        options,
      );
    },
    ({ name }) =>
      ({ "a1-seed": { stdout: "ssh-ed25519 AAAAguest\n" }, "a1-ready": { stdout: "guest boot\n" } })[name] ?? {},
  );
}

const inputsOf = (registrations: readonly Registration[], name: string): unknown =>
  registrations.find((registration) => registration.name === name)?.inputs;

describe("Guest", () => {
  it("makes room, disks, seed and definition, then waits until the guest answers", async () => {
    const registrations = await guest("kvm");
    const own = registrations.filter(({ name }) => name !== "host1").map(({ type, name }) => `${type} ${name}`);
    expect(own.toSorted()).toEqual([
      "command:remote:Command a1-ready",
      "command:remote:Command a1-seed",
      "command:remote:Command a1-slot",
      "crossbed:index:Guest a1",
      "libvirt:index/domain:Domain a1-domain",
      "libvirt:index/volume:Volume a1-disk",
      "libvirt:index/volume:Volume a1-seed-disk",
    ]);
    // The two disks may come in either order.
    expect([own[1], ...own.slice(-3)]).toEqual([
      "command:remote:Command a1-slot",
      "command:remote:Command a1-seed",
      "libvirt:index/domain:Domain a1-domain",
      "command:remote:Command a1-ready",
    ]);
    expect(stdinOf(registrations, "a1-slot")).toEqual({
      CONSOLE: "/var/log/crossbed/cb-a1.console",
      DISKS: "/crossbed/kvm/guests/host1/cb-a1.qcow2 /crossbed/kvm/guests/host1/cb-a1.seed",
      DOMAIN: "cb-a1",
      PEERS: "host2=10.77.0.12",
      STRAY: "",
      URI: "qemu:///system",
    });
    expect(stdinOf(registrations, "a1-seed")).toEqual({
      AUTHORIZED_KEY: "ssh-ed25519 AAAAuser",
      DISK: "a1-seed-disk-id",
      IDENTITY: Buffer.from("hostname a1\n").toString("base64"),
    });
    expect(stdinOf(registrations, "a1-ready")).toEqual({
      ADDRESS: "10.77.0.21",
      BOOT_ID: "boot",
      CONSOLE: "/var/log/crossbed/cb-a1.console",
      DISKS: "/crossbed/kvm/guests/host1/cb-a1.qcow2 /crossbed/kvm/guests/host1/cb-a1.seed",
      DOMAIN: "cb-a1",
      HOST_KEY: "ssh-ed25519 AAAAguest",
      INCARNATION: "2",
      PEERS: "host2=10.77.0.12",
      URI: "qemu:///system",
      UUID: "a1-domain-id",
      ANSWER_SEC: "120",
      WAIT_SEC: "900",
    });
  });

  it("defines a KVM guest with its own cores, memory, disks and cards", async () => {
    const { xml, ...domain } = inputsOf(await guest("kvm"), "a1-domain") as Record<string, unknown>;
    expect(xml).toBeDefined();
    expect(domain).toEqual({
      name: "cb-a1",
      type: "kvm",
      machine: "pc",
      vcpu: 1,
      memory: 256,
      cpu: { mode: "host-passthrough" },
      kernel: `${directory}/vmlinuz`,
      initrd: `${directory}/initrd.img`,
      cmdlines: [{ root: "LABEL=guest" }, { _: "quiet" }],
      disks: [{ volumeId: "a1-disk-id" }, { volumeId: "a1-seed-disk-id" }],
      networkInterfaces: ["br-mgmt", "br-traffic1", "br-traffic2", "br-inter1"].map((bridge) => ({
        bridge,
        mac: expect.stringMatching(/^52:54:00(:[0-9A-F]{2}){3}$/) as string,
      })),
    });
  });

  it("backs the disk by the guest image without copying it", async () => {
    const { xml, ...volume } = inputsOf(await guest("kvm"), "a1-disk") as { xml: { xslt: string } };
    expect(volume).toEqual({ name: "cb-a1.qcow2", pool: "crossbed", format: "qcow2", size: 1024 });
    expect(xml.xslt.match(/<path>.*<\/path>/)?.[0]).toBe(`<path>${directory}/disk.raw</path>`);
  });

  it("asks a Xen host's own libvirt for a Xen guest", async () => {
    const registrations = await guest("xen");
    expect(inputsOf(registrations, "a1-domain")).toMatchObject({ type: "xen", machine: "xenfv" });
    expect(stdinOf(registrations, "a1-ready").URI).toBe("xen:///system");
  });
});

describe("GuestStorage", () => {
  it("copies the image once, gives every host a pool of its own, and reaches libvirt with pinned host keys", async () => {
    const storageVariant = await guestVariantOf("kvm");
    const registrations = await registrationsOf(
      (options) =>
        new GuestStorage(
          "guests",
          {
            variant: storageVariant,
            image,
            backupMount: "/crossbed/backup",
            mountPoint: "/crossbed/kvm",
            emulated: false,
            hosts: [
              { name: "host1", target: sshTarget, bootId: "boot1" },
              { name: "host2", target: { ...sshTarget, port: 20012 }, bootId: "boot2" },
            ],
            privateKeyFile: "/keys/id",
            knownHostsFile: "/keys/known_hosts",
          },
          options,
        ),
      ({ name }) => (name === "guests-image" ? { stdout: "1073741824\n" } : {}),
    );
    expect(stdinOf(registrations, "guests-image")).toEqual({
      FILE: "guest.raw",
      INITRD: image.initrd,
      KERNEL: image.kernel,
      SHA256: "a".repeat(64),
      SOURCE: "/crossbed/backup",
      TARGET: directory,
      VERIFY: "digest",
    });
    expect(stdinOf(registrations, "guests-pool-host2")).toEqual({
      BOOT_ID: "boot2",
      DIRECTORY: "/crossbed/kvm/guests/host2",
      POOL: "crossbed",
      URI: "qemu:///system",
    });
    expect(inputsOf(registrations, "guests-host2")).toEqual({
      uri: "qemu+ssh://root@127.0.0.1:20012/system?keyfile=/keys/id&knownhosts=/keys/known_hosts&sshauth=privkey",
    });
  });
});
