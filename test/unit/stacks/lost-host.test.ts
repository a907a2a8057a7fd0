import { describe, expect, it } from "vitest";
import { bootOf, leftOnLuns, livesOn, withoutPeer } from "../../../stacks/lost-host.ts";
import type { StateResource } from "../../../toolchain/state-edit.ts";

const host1 = { name: "host1", ssh: { address: "10.0.0.1", port: 22 } };
const host2 = { name: "host2", ssh: { address: "10.0.0.2", port: 22 } };
const at = ({ ssh }: typeof host1, proxy?: typeof host1) => ({
  host: ssh.address,
  port: ssh.port,
  ...(proxy === undefined ? {} : { proxy: { host: proxy.ssh.address, port: proxy.ssh.port } }),
});
const step = (name: string, connection: object, stdin = ""): StateResource => ({
  urn: `urn:pulumi:kvm::crossbed::command:remote:Command::${name}`,
  type: "command:remote:Command",
  inputs: { connection, stdin },
  outputs: { connection, stdin, stdout: "" },
});

describe("what lives on a host", () => {
  it("is reached there, or through it, or by the libvirt there; nothing of another host, or of this machine", () => {
    const guest = { name: "a2", ssh: { address: "10.0.1.2", port: 22 } };
    const provider = (host: typeof host1): StateResource => ({
      urn: `guests-${host.name}`,
      type: "pulumi:providers:libvirt",
      inputs: { uri: `qemu+ssh://root@${host.ssh.address}:22/system?keyfile=/id` },
    });
    const copy: StateResource = {
      urn: "files",
      type: "command:remote:CopyToRemote",
      inputs: { connection: at(guest, host2) },
    };
    const local: StateResource = { urn: "local", type: "command:local:Command", inputs: { connection: at(host2) } };
    const own = [step("host2-lease", at(host2)), step("application-a2", at(guest, host2)), provider(host2), copy];
    const others = [step("host1-lease", at(host1)), step("application-a1", at(guest, host1)), provider(host1), local];
    expect(own.map((resource) => livesOn(resource, host2))).toEqual([true, true, true, true]);
    expect(others.map((resource) => livesOn(resource, host2))).toEqual([false, false, false, false]);
  });

  it("is not what is reached by the same address at another port, as in the lab", () => {
    const first = { name: "host1", ssh: { address: "127.0.0.1", port: 20401 } };
    const second = { name: "host2", ssh: { address: "127.0.0.1", port: 20402 } };
    expect(livesOn(step("host1-lease", at(first)), second)).toBe(false);
  });
});

describe("what a host left on LUNs", () => {
  it("is each guest once, with its disks, and the lease of a LUN; not the host's own lease", () => {
    const slot =
      "DISKS=/crossbed/kvm/guests/host2/cb-a2.qcow2 /crossbed/kvm/guests/host2/cb-a2.seed\nDOMAIN=cb-a2\nURI=qemu:///system\n";
    const resources = [
      step("host2-lease", at(host2), "FILE=/var/lib/crossbed/lease.json\nGIVEN_UP=/g\n"),
      step("lun-lease", at(host2), "FILE=/crossbed/kvm/lease.json\nGIVEN_UP=/g\n"),
      step("a2-slot", at(host2), slot),
      step("a2-ready", at(host2), slot),
      step("guests-pool-host2", at(host2), "URI=qemu:///system\nPOOL=crossbed\n"),
    ];
    expect(leftOnLuns(resources)).toEqual({
      guests: [
        {
          domain: "cb-a2",
          uri: "qemu:///system",
          disks: "/crossbed/kvm/guests/host2/cb-a2.qcow2 /crossbed/kvm/guests/host2/cb-a2.seed",
        },
      ],
      leases: ["/crossbed/kvm/lease.json"],
    });
  });
});

describe("a step of a living host", () => {
  it("asks the lost one no more whether it runs a guest, and keeps its other peers and values", () => {
    const kept = withoutPeer(
      step("a1-ready", at(host1), "DOMAIN=cb-a1\nPEERS=host2=10.0.0.2 host22=10.0.0.22\n\n"),
      host2,
    );
    expect([kept.inputs?.["stdin"], kept.outputs?.["stdin"]]).toEqual([
      "DOMAIN=cb-a1\nPEERS=host22=10.0.0.22\n\n",
      "DOMAIN=cb-a1\nPEERS=host22=10.0.0.22\n\n",
    ]);
    const trust = step("trust-host1", at(host1), "PEERS=host2\n");
    expect(withoutPeer(trust, host2)).toEqual(trust);
  });
});

it("the boot of a host is the one that its lease was taken in", () => {
  const resources = [step("host1-lease", at(host1), "BOOT_ID=one\n"), step("host2-lease", at(host2), "BOOT_ID=two\n")];
  expect([bootOf(resources, host2), bootOf([], host2)]).toEqual(["two", ""]);
});
