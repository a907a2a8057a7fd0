import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HostBridges } from "../../components/host-bridges/index.ts";
import { Host } from "../../components/host/index.ts";
import { LunLease } from "../../components/host/lease.ts";
import { planHost } from "../../components/host/plan.ts";
import { HostTrust } from "../../components/host/trust.ts";
import { platformNames } from "../../platforms/index.ts";
import { hostFacts } from "../support/host-facts.ts";
import { inventoryDocument } from "../support/inventory.ts";
import { registrationsOf } from "../support/mocks.ts";
import { sshTarget as target } from "../support/remote.ts";
import { brokenContracts } from "../support/script-contract.ts";

const { hosts, networks } = inventoryDocument();
const lease = { stack: "kvm-6core", holder: "root@here" };
const outputs = ({ name }: { readonly name: string }) => ({
  stdout: name.endsWith("-facts") ? JSON.stringify(hostFacts()) : "",
});

describe("scripts on hosts", () => {
  it("of hosts, trust, bridges and leases require what is sent and read what they are sent, on every platform", async () => {
    const bootEntries = { kvm: "kvm", xen: "xen" };
    const peers = [{ name: "host2", addresses: ["10.77.0.12"] }];
    const registrations = await registrationsOf((options) => {
      for (const platform of platformNames) {
        const plan = planHost({ platform, host: { name: "host1", bootEntries }, hosts, networks });
        new Host(platform, { plan, target, bootId: "boot", distribution: "debian", lease }, options);
      }
      const each = ["host1", "host2"].map((name) => ({ name, target, publicKey: "ssh-ed25519 AAAA", peers }));
      new HostTrust("trust", { hosts: each }, options);
      new HostBridges("bridges", { bridges: [], target, bootId: "boot" }, options);
      new LunLease("lun", { target, mountPoint: "/crossbed/kvm", lease }, options);
    }, outputs);
    expect(registrations.length).toBeGreaterThan(20);
    expect(brokenContracts(registrations)).toEqual([]);
  });

  it("are judged by what they require and read", () => {
    const inputs = { create: ': "${FILE:?}" "${MODE?}"\necho "$FILE"', stdin: "BOOT_ID=b\nFILE=f\nSIZE=1\n" };
    expect(brokenContracts([{ type: "command:remote:Command", name: "step", inputs }])).toEqual([
      "step requires MODE, which nobody sends",
      "step is sent SIZE, which it does not read",
    ]);
  });

  it("have no program inside a here-document, and leave PATH to the prelude", () => {
    const scripts = ["rack", "components"]
      .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`))
      .filter((file) => /scripts\/[^/]+\.sh$/u.test(file))
      .filter((file) => !/virtual-|prelude/u.test(file));
    expect(scripts.length).toBeGreaterThan(20);
    const broken = scripts.filter((file) => / <<-? ?'|export PATH=\$PATH/u.test(readFileSync(file, "utf8")));
    expect(broken).toEqual([]);
  });
});
