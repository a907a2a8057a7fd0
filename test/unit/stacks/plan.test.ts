import { describe, expect, it } from "vitest";
import { parseInventory, type Inventory } from "../../../rack/inventory.ts";
import { planTestbed, type TestbedPlan } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const inventory = (change: (document: ReturnType<typeof inventoryDocument>) => void = () => undefined): Inventory => {
  const document = inventoryDocument();
  change(document);
  return parseInventory("rack.yaml", document);
};

function plan(data: Record<string, unknown>, rack = inventory()): TestbedPlan {
  return planTestbed("test", parseSpec("test", data), rack);
}

const sixCore = { platform: "kvm", layout: "6core", benchmarks: { loads: [750, 2250, 4500], repetitions: 1 } };

describe("planTestbed", () => {
  it("puts two pairs on two hosts for 6core: active nodes on the first, standbys on the second", () => {
    const { guests, application, hosts } = plan(sixCore);
    expect(guests.map(({ name, host, role, vcpus, memoryMiB }) => [name, host, role, vcpus, memoryMiB])).toEqual([
      ["a1", "host1", "active", 1, 576],
      ["a2", "host2", "standby", 1, 576],
      ["b1", "host1", "active", 1, 576],
      ["b2", "host2", "standby", 1, 576],
    ]);
    expect(application.map(({ node, machine, preferred, pointCode }) => [node, machine, preferred, pointCode])).toEqual(
      [
        ["a1", "a1", "active", 101],
        ["a2", "a2", "standby", 101],
        ["b1", "b1", "active", 102],
        ["b2", "b2", "standby", 102],
      ],
    );
    expect(hosts.map(({ name, role }) => [name, role])).toEqual([
      ["host1", "active"],
      ["host2", "passive"],
    ]);
  });

  it("gives every cluster as many simulators as its greatest load needs", () => {
    expect(plan(sixCore).traffic.simulators.map(({ name, cluster, pointCode }) => [name, cluster, pointCode])).toEqual([
      ["sim-a-1", "a", 201],
      ["sim-a-2", "a", 202],
      ["sim-b-1", "b", 203],
      ["sim-b-2", "b", 204],
    ]);
  });

  describe("on hosts that are not emulated", () => {
    const onHardware = { inventory: "rack.yaml", benchmarks: { loads: [750] } };
    const rack = inventory((document) => {
      document.emulated = false;
    });

    it("refuses GFS2, which nothing would fence, and says what is at stake and what to do instead", () => {
      expect(() => plan({ ...onHardware, platform: "kvm", layout: "6core" }, rack)).toThrow(
        "stack test on inventory rack: 1 problem; nothing has been changed.\n" +
          "  platform: is kvm, but Crossbed does not fence a lost host yet, and GFS2 without fencing loses data: with both " +
          "links between two hosts cut for 90 s, 192 of 285 acknowledged files were gone. On real hosts use platform xen or " +
          "bare; kvm runs on the lab (inventory: lab) and on a rack whose inventory says emulated: true.",
      );
    });

    it("plans the platforms without GFS2, the lab's own virtual hosts, and emulated ones", () => {
      expect(plan({ ...onHardware, platform: "xen", layout: "6core" }, rack).guests).toHaveLength(4);
      expect(plan({ ...onHardware, platform: "bare", layout: "16core" }, rack).guests).toHaveLength(0);
      expect(plan({ ...sixCore, inventory: "lab" }, rack).guests).toHaveLength(4);
      expect(plan({ ...sixCore, inventory: "rack.yaml" }).guests).toHaveLength(4);
    });
  });

  it("runs the pair on the hosts themselves on bare metal, with no guests, bridges or LUN", () => {
    const bare = plan({ platform: "bare", layout: "16core" });
    expect(bare.guests).toEqual([]);
    expect(bare.sharedLun).toBeUndefined();
    expect(bare.hosts.map((host) => host.bridges)).toEqual([[], []]);
    expect(bare.application.map(({ node, machine }) => [node, machine])).toEqual([
      ["a1", "host1"],
      ["a2", "host2"],
    ]);
  });

  it("has a digest that follows the plan and not the way to the hosts", () => {
    const { digest } = plan(sixCore);
    const elsewhere = inventory((document) => {
      for (const machine of document.hosts) machine.ssh.port = 22;
    });
    expect(plan(sixCore, elsewhere).digest).toBe(digest);
    expect(plan({ ...sixCore, pinning: "none" }).digest).not.toBe(digest);
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
