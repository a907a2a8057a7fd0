import { describe, expect, it } from "vitest";
import { planLab, type LabPlan } from "../../../../components/virtual-lab/plan.ts";
import { planSizes, validateLab } from "../../../../components/virtual-lab/sizes.ts";
import { parseLabSpec } from "../../../../stacks/lab-spec.ts";
import { labInventory, unknownLabFacts } from "../../../../stacks/lab-inventory.ts";
import { readStackData } from "../../../../stacks/stack-data.ts";

const machine = { cores: 2, memoryMiB: 24 * 1024, accelerator: "tcg" } as const;
const data = readStackData("lab", {}) as Record<string, unknown>;
const spec = (hosts: Record<string, unknown>) => parseLabSpec({ ...data, hosts });
const plan = (count?: number): LabPlan => planLab("lab", spec(count === undefined ? {} : { count }), machine);

describe("a lab's hosts", () => {
  it("are two by default, and up to four", () => {
    const names = (count?: number): string[] => plan(count).machines.map(({ name }) => name);
    expect(names()).toEqual(["host1", "host2", "sim"]);
    expect(names(4)).toEqual(["host1", "host2", "sim", "host3", "host4"]);
    for (const count of [1, 5]) expect(() => spec({ count })).toThrow(/hosts\.count/u);
  });

  it("change nothing of the machines before them: addresses, cards, names and ports", () => {
    const [two, four] = [plan(2), plan(4)];
    expect(four.machines.slice(0, 3).map(({ interfaces }) => interfaces)).toEqual(
      two.machines.map(({ interfaces }) => interfaces),
    );
    expect(four.names).toEqual(two.names);
    expect(four.bmcs.slice(0, 2)).toEqual(two.bmcs);
    const ports = (lab: LabPlan) => labInventory(lab, unknownLabFacts).simulators.map(({ ssh }) => ssh.port);
    expect(ports(four)).toEqual(ports(two));
  });

  it("have an address, a card and a BMC each, none of them shared", () => {
    const { hosts } = labInventory(plan(4), unknownLabFacts);
    expect(hosts.map(({ name }) => name)).toEqual(["host1", "host2", "host3", "host4"]);
    const { machines, bmcs } = plan(4);
    const all = [
      ...machines.flatMap(({ interfaces }) => interfaces.flatMap(({ mac, address }) => [mac, address])),
      ...bmcs.map(({ address }) => address),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(bmcs.map(({ machine: host }) => host)).toEqual(["host1", "host2", "host3", "host4"]);
  });

  it("share the machine's memory, and are refused where it is too small", () => {
    expect(planSizes(spec({ count: 2 }), machine).host.memoryMiB).toBe(4096);
    expect(planSizes(spec({ count: 4 }), machine).host.memoryMiB).toBe(3072);
    expect(validateLab(spec({ count: 4 }), { ...machine, memoryMiB: 8192 }).map(({ message }) => message)).toEqual([
      "4 hosts of 3072 MiB, a simulator of 768 MiB and 2048 MiB for the machine itself are 15104 MiB, but this machine has 8192. Lower the sizes or hosts.count, or use a larger machine.",
    ]);
  });
});
