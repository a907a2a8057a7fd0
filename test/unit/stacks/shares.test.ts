import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../rack/inventory.ts";
import { planTestbed, type TestbedPlan } from "../../../stacks/plan.ts";
import { countsAs, planTestbedShares, renderShares, shareAtHome, withShares } from "../../../stacks/shares.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";
import { studyServer } from "../../support/topology.ts";

/** On two of the study's servers, at its full size. */
function study(data: Record<string, unknown>): TestbedPlan {
  const document = inventoryDocument();
  document.hosts = document.hosts.map((host) => ({ ...host, pcpus: 16, memoryMiB: 49_152 }));
  document.scale = { cores: 1, memory: 1, load: 1, time: 1 };
  const spec = parseSpec("test", { benchmarks: { loads: [750] }, ...data });
  return planTestbed("test", spec, parseInventory("rack.yaml", document), "");
}

const topologies = { host1: studyServer(1, 24_576), host2: studyServer(1, 24_576) };
const onNode0 = [2, 3, 4, 5, 6, 7];
const onNode1 = [10, 11, 12, 13, 14, 15];
const own = [0, 1, 8, 9];

describe("planTestbedShares", () => {
  it.each([
    ["kvm", own],
    ["xen", []],
    ["container", []],
  ])("gives the guests of 6core a node each under %s, and leaves the rest to the host", (platform, emulator) => {
    const { host1 } = planTestbedShares(study({ platform, layout: "6core" }), topologies);
    expect([host1?.of["a1"], host1?.of["b1"]]).toEqual([
      { pins: onNode1, emulator },
      { pins: onNode0, emulator },
    ]);
    expect(host1?.own).toEqual(own);
  });

  it("gives the application on bare metal the pCPUs that one guest gets of the same layout", () => {
    const bare = planTestbedShares(study({ platform: "bare", layout: "16core" }), topologies);
    const kvm = planTestbedShares(study({ platform: "kvm", layout: "16core" }), topologies);
    expect(bare["host1"]?.of["host1"]?.pins).toEqual(kvm["host1"]?.of["a1"]?.pins);
    expect(bare["host1"]?.of["host1"]?.pins).toHaveLength(16);
  });

  it("gives the application on bare metal the memory, too, that one guest gets of the same layout", () => {
    const of = (platform: string): unknown =>
      study({ platform, layout: "16core" }).demands.map(({ host, vcpus, memoryMiB }) => [host, vcpus, memoryMiB]);
    expect(of("bare")).toEqual([
      ["host1", 16, 24_576],
      ["host2", 16, 24_576],
    ]);
    expect(of("kvm")).toEqual(of("bare"));
  });

  it("has room for a visitor on the other host's own pCPUs, and it comes home to its own", () => {
    const plan = study({ platform: "kvm", layout: "migration" });
    const shares = planTestbedShares(plan, topologies);
    expect(shares["host2"]?.of["a1"]).toEqual({ pins: [9, 8, 1, 0, 9, 8], emulator: own });
    const [a1] = plan.migration === undefined ? [] : withShares(plan.migration, shares).guests;
    expect(a1?.shares).toEqual({ host1: { pins: onNode1, emulator: own }, host2: shares["host2"]?.of["a1"] });
  });

  it.each([
    [{}, own],
    [{ emulatorPinning: "guest" }, onNode1],
    [{ emulatorPinning: "none" }, []],
  ])("puts the emulator where %j says", (data, emulator) => {
    const shares = planTestbedShares(study({ platform: "kvm", layout: "6core", ...data }), topologies);
    expect(shares["host1"]?.of["a1"]?.emulator).toEqual(emulator);
  });

  it("pins nothing where the stack says so, and nobody on a host that was not seen", () => {
    const plan = study({ platform: "kvm", layout: "6core", pinning: "none" });
    const guest = { name: "a1", host: "host1" };
    expect(shareAtHome(planTestbedShares(plan, topologies), guest)).toEqual({ pins: [], emulator: [] });
    const unseen = planTestbedShares({ ...plan, pinning: "one-to-one" }, {});
    expect(shareAtHome(unseen, guest)).toEqual({ pins: [], emulator: [] });
    expect(plan.migration && withShares(plan.migration, unseen).guests[0]?.shares).toEqual({});
  });
});

describe("countsAs", () => {
  it.each([
    ["kvm", "none", true],
    ["bare", "kvm", true],
    ["xen", "xen", true],
    ["xen", "kvm", false],
    ["kvm", "xen", false],
  ] as const)("a host for %s that runs %s: %s", (platform, hypervisor, isSame) => {
    expect(countsAs(platform, { hypervisor })).toBe(isSame);
  });
});

describe("renderShares", () => {
  it("has a line for each share", () => {
    const of = { a1: { pins: [2, 3], emulator: [0, 1] }, b1: { pins: [], emulator: [] } };
    const shares = { host1: { own: [0, 1], of } };
    expect(renderShares(shares)).toBe("a1 on host1: pCPUs 2,3, emulator 0-1\nb1 on host1: not pinned");
  });
});
