import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseInventory } from "../../../../rack/inventory.ts";
import type { FoundMachine } from "../../../../stacks/draft/ask.ts";
import { renderDraft } from "../../../../stacks/draft/render.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const known = inventoryDocument();
const disksOf = () =>
  known.luns.map(({ wwid, sizeGiB }) => ({ wwid, bytes: sizeGiB * 2 ** 30, paths: 2, content: "", isMounted: false }));

/** What a machine of the known inventory would say. */
function machineOf(one: (typeof known.hosts)[number] | (typeof known.simulators)[number]): FoundMachine {
  const management = one.interfaces[0]?.address ?? "";
  return {
    endpoint: { address: management, port: 22 },
    hostKey: one.ssh.hostKey,
    name: one.name,
    pcpus: "pcpus" in one ? one.pcpus : 1,
    memoryMiB: "memoryMiB" in one ? one.memoryMiB : 1024,
    found: {
      virtual: "qemu",
      cards: one.interfaces.map(({ mac, address }, index) => ({
        name: `eth${String(index)}`,
        mac,
        addresses: [`${address}/24`],
        words: `eth${String(index)}`,
      })),
      disks: [
        ...disksOf(),
        {
          wwid: `500000000000000${one.name === "host1" ? "1" : "2"}`,
          bytes: 1,
          paths: 1,
          content: "",
          isMounted: true,
        },
      ],
      bootEntries: ["kvm", "xen"],
      bmc: null,
    },
  };
}

const hosts = known.hosts.map(machineOf);
const simulators = known.simulators.map(machineOf);
const options = { rack: "rack", privateKeyFile: known.ssh.privateKeyFile };

interface Draft {
  networks: { name: string; role: string | null; guestAddresses?: unknown }[];
  hosts: { name: string; fencing?: unknown; bootEntries: Record<string, string | null> }[];
  luns: { role: string | null; wwid: string }[];
  guestImage: unknown;
}

describe("renderDraft", () => {
  it("is an inventory as soon as a person has filled in the empty places, and the very one that the machines are of", () => {
    const draft = parse(renderDraft(hosts, simulators, options).text) as Draft;
    for (const [index, network] of draft.networks.entries()) {
      const { name = "", role = "", guestAddresses } = known.networks[index] ?? {};
      expect(network.role).toBe(name === "mgmt" ? "management" : null);
      network.role = role;
      if (guestAddresses === undefined) delete network.guestAddresses;
      else network.guestAddresses = guestAddresses;
    }
    for (const host of draft.hosts) delete host.fencing;
    for (const lun of draft.luns) lun.role = known.luns.find(({ wwid }) => wwid === lun.wwid)?.role ?? null;
    draft.guestImage = known.guestImage;
    const inventory = parseInventory("draft", draft);
    const names = new Map(draft.networks.map(({ name }, index) => [known.networks[index]?.name, name]));
    const expected = parseInventory("known", inventoryDocument());
    expect(
      inventory.hosts.map(({ name, interfaces, pcpus, memoryMiB }) => ({ name, interfaces, pcpus, memoryMiB })),
    ).toEqual(
      expected.hosts.map(({ name, interfaces, pcpus, memoryMiB }) => ({
        name,
        pcpus,
        memoryMiB,
        interfaces: interfaces.map((one) => ({ ...one, network: names.get(one.network) })),
      })),
    );
    expect(inventory.luns).toEqual(
      expect.arrayContaining(expected.luns.map((lun) => expect.objectContaining(lun) as unknown)),
    );
    expect(inventory.simulators).toHaveLength(expected.simulators.length);
  });

  it("leaves no place empty that an inventory accepts so: every one is named", () => {
    const { text, empty } = renderDraft(hosts, simulators, options);
    let said = "";
    try {
      parseInventory("draft", parse(text));
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain(`${String(empty)} problems`);
    expect(said).toContain("luns[0].role");
    expect(said).toContain("hosts[1].fencing");
  });

  it("takes for a LUN only what every host sees, and says what it holds", () => {
    const holding = hosts.map((host) => ({
      ...host,
      found: {
        ...host.found,
        disks: host.found.disks.map((disk, index) =>
          index === 0 ? { ...disk, content: "ext4 mail", isMounted: true } : disk,
        ),
      },
    }));
    const { text } = renderDraft(holding, simulators, options);
    expect(text).not.toContain("500000000000000");
    expect(text).toContain("# holds ext4 mail: its data would be refused, not formatted; MOUNTED; paths 2 and 2");
  });

  it("gives a machine a name of its own where an inventory cannot have the machine's", () => {
    const same = hosts.map((host) => ({ ...host, name: "Server_A" }));
    const names = (parse(renderDraft(same, simulators, options).text) as Draft).hosts.map(({ name }) => name);
    expect(names).toEqual(["host1", "host2"]);
  });

  it("offers the entries of a menu that has none by the platforms' names", () => {
    const other = hosts.map((host) => ({
      ...host,
      found: { ...host.found, bootEntries: ["Debian", "Debian with Xen"] },
    }));
    const { text } = renderDraft(other, simulators, options);
    expect(text).toContain("kvm: # one of: Debian · Debian with Xen");
  });

  it("writes an address of ssh's port where it is not 22", () => {
    const away = hosts.map((host) => ({ ...host, endpoint: { address: "127.0.0.1", port: 2222 } }));
    const draft = parse(renderDraft(away, simulators, options).text) as { hosts: { ssh: { port: number } }[] };
    expect(draft.hosts[0]?.ssh.port).toBe(2222);
  });

  it("gives each network a name of its own, also where machines are reached by two", () => {
    const other = simulators.map((one) => ({
      ...one,
      endpoint: { ...one.endpoint, address: known.simulators[0]?.interfaces[1]?.address ?? "" },
    }));
    const { networks } = parse(renderDraft(hosts, other, options).text) as Draft;
    const names = networks.map(({ name }) => name);
    expect(networks.filter(({ role }) => role === "management")).toHaveLength(2);
    expect(new Set(names).size).toBe(names.length);
  });
});
