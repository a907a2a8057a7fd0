import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { readYamlFile } from "../../../base/yaml-file.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { inventoryDocument } from "../../support/inventory.ts";

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CrossbedError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("parseInventory", () => {
  it("accepts a rack and fills in what may be left out", () => {
    const document = inventoryDocument();
    delete document.scale;
    const inventory = parseInventory("rack.yaml", document);
    expect(inventory.scale).toEqual({ cores: 1, memory: 1, load: 1, time: 1 });
    expect(inventory.hosts[0]?.bootEntries).toEqual({ kvm: "kvm", xen: "xen" });
  });

  it("names every contradiction at once, with its path and what to do", () => {
    const document = inventoryDocument();
    const [host1, host2] = document.hosts;
    if (host1 === undefined || host2 === undefined) throw new Error("the document has two hosts");
    host2.name = "host1";
    const [first, second] = host1.interfaces;
    if (first === undefined || second === undefined) throw new Error("a host has cards");
    first.network = "mgmnt";
    second.address = "10.99.1.11";
    document.networks = document.networks.filter((network) => network.role !== "migration");
    host1.interfaces = host1.interfaces.slice(0, 5);
    host2.interfaces = host2.interfaces.slice(0, 5);
    expect(messageOf(() => parseInventory("rack.yaml", document))).toMatchInlineSnapshot(`
      "rack.yaml: 4 problems; nothing has been changed.
        hosts[1].name: is host1, as is hosts[0].name; give each its own.
        networks: has 0 with role migration; give 1.
        hosts[0].interfaces[0].network: is mgmnt, which networks does not list; give one of mgmt, traffic1, traffic2, inter1, inter2.
        hosts[0].interfaces[1].address: is 10.99.1.11, outside traffic1's subnet 10.77.1.0/24; give one from 10.77.1.1 to 10.77.1.254."
    `);
  });

  it("refuses guest addresses that leave their subnet, of which only the first lies inside", () => {
    const fixture = "../../fixtures/inventory/guest-addresses-leave-the-subnet.yaml";
    const document = readYamlFile(fileURLToPath(new URL(fixture, import.meta.url)));
    expect(messageOf(() => parseInventory("rack.yaml", document))).toBe(
      "rack.yaml: 1 problem; nothing has been changed.\n" +
        "  networks[0].guestAddresses.count: is 8, but from 192.0.2.254 on 192.0.2.0/24 has room for 1 guests; lower it to 1 at most.",
    );
  });

  it("refuses a host that would reset itself before the others miss it", () => {
    const document = { ...inventoryDocument(), clusterTimes: { lunSilentSec: 60, linkSilentSec: 60 } };
    expect(messageOf(() => parseInventory("rack.yaml", document))).toContain(
      "clusterTimes.linkSilentSec: is 60, and lunSilentSec is 60: a host would reset itself before the others miss it",
    );
  });

  it("refuses what could be read as a shell's or a path's syntax, before anything uses it", () => {
    for (const wrong of ["host1; reboot", "../host1", "host_1", "HOST1", ""]) {
      const document = inventoryDocument();
      const [host] = document.hosts;
      if (host !== undefined) host.name = wrong;
      expect(messageOf(() => parseInventory("rack.yaml", document))).toBe(
        "rack.yaml: 1 problem; nothing has been changed.\n" +
          `  hosts[0].name: is ${JSON.stringify(wrong)}; it must be 1 to 32 lower-case letters, digits and hyphens, ` +
          "with a letter or digit at both ends.",
      );
    }
  });
});
