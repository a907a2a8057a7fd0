import { describe, expect, it } from "vitest";
import { parseInventory, type Inventory } from "../../../rack/inventory.ts";
import { planTestbed, type TestbedPlan } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";

type InventoryDocument = ReturnType<typeof inventoryDocument>;

function host1Of({ hosts: [host1] }: InventoryDocument): InventoryDocument["hosts"][number] {
  if (host1 === undefined) throw new Error("no host");
  return host1;
}

const inventory = (change: (document: ReturnType<typeof inventoryDocument>) => void = () => undefined): Inventory => {
  const document = inventoryDocument();
  change(document);
  return parseInventory("rack.yaml", document);
};

function plan(data: Record<string, unknown>, rack = inventory()): TestbedPlan {
  return planTestbed("test", parseSpec("test", data), rack, "sources");
}

const sixCore = { platform: "kvm", layout: "6core", benchmarks: { loads: [750, 2250, 4500], repetitions: 1 } };

describe("planTestbed", () => {
  it("puts two pairs on two hosts for 6core: active nodes on the first, standbys on the second", () => {
    const { guests, workload, hosts } = plan(sixCore);
    expect(guests.map(({ name, host, role, vcpus, memoryMiB }) => [name, host, role, vcpus, memoryMiB])).toEqual([
      ["a1", "host1", "active", 1, 576],
      ["a2", "host2", "standby", 1, 576],
      ["b1", "host1", "active", 1, 576],
      ["b2", "host2", "standby", 1, 576],
    ]);
    expect(workload.nodes.map(({ name, machine, preferred }) => [name, machine, preferred])).toEqual([
      ["a1", "a1", "active"],
      ["a2", "a2", "standby"],
      ["b1", "b1", "active"],
      ["b2", "b2", "standby"],
    ]);
    expect(hosts.map(({ name, role }) => [name, role])).toEqual([
      ["host1", "active"],
      ["host2", "passive"],
    ]);
  });

  it("gives every cluster as many simulators as its greatest load needs", () => {
    expect(plan(sixCore).workload.generators.map(({ name, cluster }) => [name, cluster])).toEqual([
      ["sim-a-1", "a"],
      ["sim-a-2", "a"],
      ["sim-b-1", "b"],
      ["sim-b-2", "b"],
    ]);
  });

  it("runs the pair on the hosts themselves on bare metal, with no guests, bridges or LUN", () => {
    const bare = plan({ platform: "bare", layout: "16core" });
    expect(bare.guests).toEqual([]);
    expect([bare.storage, bare.filesystem, bare.migration]).toEqual([undefined, undefined, undefined]);
    expect(bare.hosts.map((host) => host.bridges)).toEqual([[], []]);
    expect(bare.workload.nodes.map(({ name, machine }) => [name, machine])).toEqual([
      ["a1", "host1"],
      ["a2", "host2"],
    ]);
  });

  it("has a digest that follows the plan and not the way to the hosts", () => {
    const { digest } = plan(sixCore);
    const elsewhere = inventory((document) => {
      document.hosts.forEach((machine, index) => (machine.ssh.port = 22 + index));
    });
    expect(plan(sixCore, elsewhere).digest).toBe(digest);
    expect(plan({ ...sixCore, pinning: "none" }).digest).not.toBe(digest);
  });

  it.each<[what: string, data: Record<string, unknown>, change: (document: InventoryDocument) => void]>([
    ["the work of the service", { workload: { serviceWorkUs: 5 } }, () => undefined],
    ["the guest image", {}, (document) => (document.guestImage.sha256 = "b".repeat(64))],
    ["its kernel's command line", {}, (document) => (document.guestImage.commandLine = "root=LABEL=guest ro")],
    [
      "the shared LUN",
      {},
      (document) => {
        document.luns.forEach((lun) => (lun.sizeGiB = 40));
      },
    ],
    ["a boot entry", {}, (document) => (host1Of(document).bootEntries = { kvm: "k", xen: "x" })],
    [
      "an address of a host",
      {},
      (document) =>
        (host1Of(document).interfaces[0] = { network: "mgmt", mac: "52:54:00:77:00:11", address: "10.77.0.15" }),
    ],
  ])("has another digest for another value of %s", (_, data, change) => {
    expect(plan({ ...sixCore, ...data }, inventory(change)).digest).not.toBe(plan(sixCore).digest);
  });

  it("has another digest for other scripts and programs", () => {
    const spec = parseSpec("test", sixCore);
    expect(planTestbed("test", spec, inventory(), "others").digest).not.toBe(plan(sixCore).digest);
  });

  it("divides a host as the stack's own numbers say, and names the layout after them", () => {
    const { guests, layout, benchmark } = plan({ ...sixCore, guests: { perHost: 3, cores: 4, memoryGiB: 8 } });
    expect(guests.map(({ name, host }) => `${name} on ${host}`)).toEqual([
      "a1 on host1",
      "a2 on host2",
      "b1 on host1",
      "b2 on host2",
      "c1 on host1",
      "c2 on host2",
    ]);
    expect(guests[0]).toMatchObject({ vcpus: 1, memoryMiB: 320 });
    expect(layout.name).toBe("3x4core-8gib");
    expect(benchmark.cases.map((planned) => planned.case).toSorted()).toEqual([
      "kvm-3x4core-8gib-2250",
      "kvm-3x4core-8gib-4500",
      "kvm-3x4core-8gib-750",
    ]);
  });

  it.each([
    ["bare", { layout: "6core" }, "layout: is 6core, but bare metal has no guests to divide; set it to 16core."],
    [
      "bare",
      { layout: "16core", guests: { perHost: 2 } },
      "guests: is set, but bare metal has no guests; remove it, and set layout: 16core.",
    ],
  ])("refuses on platform %s what %j asks for", (platform, data, message) => {
    expect(() => plan({ platform, ...data })).toThrow(message);
  });

  it("refuses a testbed that does not fit, with every reason, before anything is touched", () => {
    const small = inventory((document) => {
      document.scale = { cores: 1, memory: 1 / 4, load: 1, time: 1 };
      document.luns = document.luns.filter((lun) => lun.role !== "kvm");
    });
    expect(() => plan(sixCore, small)).toThrowErrorMatchingInlineSnapshot(`
      [CrossbedError: stack test on inventory rack: 7 problems; nothing has been changed.
        guests[0].vcpus: is 6, but host1 has 1 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.
        guests[1].vcpus: is 6, but host2 has 1 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.
        guests[2].vcpus: is 6, but host1 has 1 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.
        guests[3].vcpus: is 6, but host2 has 1 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.
        hosts[0].memoryMiB: is 4096, but a1 and b1 take 7168 MiB and host1 itself 512. Lower scale.memory, or give the host more.
        hosts[1].memoryMiB: is 4096, but a2 and b2 take 7168 MiB and host2 itself 512. Lower scale.memory, or give the host more.
        luns: has none with role kvm, which platform kvm needs; add it with its WWID.]
    `);
  });
});
