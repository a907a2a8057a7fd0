import { describe, expect, it } from "vitest";
import { planLab, type LabSettings } from "../../../components/virtual-lab/plan.ts";
import { labInventory, unknownLabFacts } from "../../../stacks/lab-inventory.ts";

const settings: LabSettings = {
  subnet: "10.77.0.0/16",
  hosts: {},
  simulator: {},
  luns: { kvmGiB: 4, xenGiB: 4 },
  lunPaths: 1,
  fencing: true,
  scale: { memory: 1 / 24, load: 1 / 300, time: 1 / 30 },
};
const machine = { cores: 2, memoryMiB: 24 * 1024, accelerator: "tcg" } as const;
const fencingOf = (changes: Partial<LabSettings>) =>
  labInventory(planLab("lab-1", { ...settings, ...changes }, machine), unknownLabFacts).hosts.map(
    ({ fencing }) => fencing,
  );

describe("labInventory", () => {
  it("gives each host a BMC of its own on the management network, which no machine and no guest has the address of", () => {
    const bmc = {
      kind: "ipmi",
      port: 623,
      user: "crossbed",
      passwordFile: "/var/lib/crossbed/lab-1/bmc/password",
      cipherSuite: 3,
      action: "reboot",
    };
    expect(fencingOf({})).toEqual([
      { ...bmc, address: "10.77.1.3" },
      { ...bmc, address: "10.77.1.4" },
    ]);
  });

  it("fences nobody where the lab has no BMCs", () => {
    expect(fencingOf({ fencing: false })).toEqual([undefined, undefined]);
  });
});
