import { describe, expect, it } from "vitest";
import { refuseClaims, validateClaims, type ClaimedHost } from "../../../rack/claims.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const document = inventoryDocument();
const inventory = parseInventory("rack.yaml", {
  ...document,
  hosts: document.hosts.map((host) => ({ ...host, pcpus: 16, memoryMiB: 24_576 })),
});

/** What a host says of itself that is as the inventory claims, with changes. */
function seen(index: number, changes: Partial<ClaimedHost> = {}): ClaimedHost {
  const { interfaces } = inventory.hosts[index] ?? { interfaces: [] };
  const cards = interfaces.map(({ mac }, at) => ({ name: `eth${String(at)}`, mac }));
  return { pcpus: 16, memoryMiB: 24_102, interfaces: cards, bootId: `boot ${String(index)}`, ...changes };
}

describe("validateClaims", () => {
  it("lets pass what hosts and simulators say themselves, and machines that were not asked", () => {
    const sim = {
      bootId: "boot of sim",
      interfaces: (inventory.simulators[0]?.interfaces ?? []).map(({ mac }) => ({ name: "eth0", mac })),
    };
    expect(validateClaims(inventory, { host1: seen(0), host2: seen(1) }, { sim })).toEqual([]);
    expect(validateClaims(inventory, {})).toEqual([]);
  });

  it("finds another number of pCPUs, and another memory, with the host's own value", () => {
    expect(validateClaims(inventory, { host1: seen(0), host2: seen(1, { pcpus: 32, memoryMiB: 49_152 }) })).toEqual([
      {
        path: "hosts[1].pcpus",
        message:
          "is 16, but host2 has 32 switched on. Set it to 32, or switch pCPUs on or off there (SMT in the firmware, nosmt or " +
          "maxcpus on the kernel's command line, smt=off on Xen's).",
      },
      { path: "hosts[1].memoryMiB", message: "is 24576, but host2 has 49152. Set it to 49152." },
    ]);
  });

  it("finds that two names lead to one machine", () => {
    const sim = {
      ...seen(0),
      interfaces: (inventory.simulators[0]?.interfaces ?? []).map(({ mac }) => ({ name: "e", mac })),
    };
    expect(validateClaims(inventory, { host1: seen(0), host2: seen(1, { bootId: "boot 0" }) }, { sim })).toEqual([
      {
        path: "hosts[1].ssh",
        message:
          "leads to the machine that is host1 already: host2 and host1 have one boot id. Give the address of another machine.",
      },
      {
        path: "simulators[0].ssh",
        message:
          "leads to the machine that is host1 already: sim and host1 have one boot id. Give the address of another machine.",
      },
    ]);
  });

  it.each([
    [3072, 2978, 0],
    [1024, 964, 0],
    [24_576, 22_000, 1],
    [22_000, 24_576, 1],
  ])("of memory allows for what firmware and kernel keep: %i MiB claimed, %i seen", (claimed, memoryMiB, problems) => {
    const hosts = inventory.hosts.map((host) => ({ ...host, memoryMiB: claimed }));
    expect(validateClaims({ ...inventory, hosts }, { host1: seen(0, { memoryMiB }) })).toHaveLength(problems);
  });

  it("finds a card that is not there, on hosts and simulators, and says which are", () => {
    const host1 = seen(0, { interfaces: seen(0).interfaces.slice(1, 3) });
    expect(
      validateClaims(inventory, { host1 }, { sim: { interfaces: [], bootId: "boot of sim" } }).slice(0, 1),
    ).toEqual([
      {
        path: "hosts[0].interfaces[0].mac",
        message:
          "is 52:54:00:77:00:11, but no card of host1 has it (eth1 52:54:00:77:01:11, eth2 52:54:00:77:02:11). " +
          "Give the card that is on mgmt.",
      },
    ]);
    expect(
      validateClaims(inventory, {}, { sim: { interfaces: [], bootId: "boot of sim" } }).map(({ path }) => path),
    ).toEqual([
      "simulators[0].interfaces[0].mac",
      "simulators[0].interfaces[1].mac",
      "simulators[0].interfaces[2].mac",
    ]);
  });
});

describe("refuseClaims", () => {
  it("says which inventory is wrong, and that nothing has been changed", () => {
    expect(() => {
      refuseClaims(inventory, { host1: seen(0, { memoryMiB: 49_152 }) });
    }).toThrow(
      "inventory rack: 1 problem; nothing has been changed.\n" +
        "  hosts[0].memoryMiB: is 24576, but host1 has 49152. Set it to 49152.",
    );
  });
});
