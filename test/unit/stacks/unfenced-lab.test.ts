import { describe, expect, it } from "vitest";
import { renderDlmConf } from "../../../components/fencing/plan.ts";
import { planLab } from "../../../components/virtual-lab/plan.ts";
import { validateSafety } from "../../../stacks/check.ts";
import { labInventory, unknownLabFacts } from "../../../stacks/lab-inventory.ts";
import { parseLabSpec } from "../../../stacks/lab-spec.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import { renderPlan } from "../../../stacks/render-plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { readStackData } from "../../../stacks/stack-data.ts";
import { fencingFindings } from "../../../stacks/survey/fencing-findings.ts";
import { findTroubles } from "../../../stacks/troubles.ts";
import { hostFacts } from "../../support/host-facts.ts";

const machine = { cores: 4, memoryMiB: 24 * 1024, accelerator: "tcg" } as const;
const planWith = (fencing: boolean) => {
  const spec = parseSpec("kvm-6core", { platform: "kvm", layout: "6core", inventory: "lab" });
  const lab = planLab("lab", { ...parseLabSpec(readStackData("lab", {})), fencing }, machine);
  return planTestbed("kvm-6core", spec, labInventory(lab, unknownLabFacts), "");
};
const plan = planWith(false);

describe("a testbed of KVM on a lab without fencing", () => {
  it("is planned and not refused: nobody would miss what its LUNs hold", () => {
    expect([plan.fencing, validateSafety(plan)]).toEqual([[], []]);
    expect(renderPlan(plan)).toContain("nothing fences a lost member");
  });

  it("needs no program that fences, and tells dlm to wait for none", () => {
    const programs = (of: typeof plan) => of.hosts[0]?.requirements.map(({ program }) => program) ?? [];
    expect(programs(plan)).toEqual(programs(planWith(true)).filter((program) => program !== "ipmitool"));
    expect(renderDlmConf(plan.fencing)).toBe("enable_fencing=0\n");
  });

  it("is looked at for no device, and its troubles name a cure that needs none", () => {
    expect(fencingFindings(plan, "host1", { luns: {}, watchdog: null }, { fencingDaemon: null })).toEqual([]);
    const mounted = {
      clusterFilesystems: [{ source: "/dev/sda", target: "/crossbed/kvm", type: "gfs2" as const }],
      lockspaces: ["kvm"],
    };
    const troubles = findTroubles(plan, {
      host1: hostFacts({ ...mounted, clusterMembers: [1] }),
      host2: hostFacts({ ...mounted, name: "host2", clusterMembers: null }),
    });
    expect(troubles.map((text) => /Cure: (.*), then/u.exec(text)?.[1])).toEqual(["bring host2 back", "restart host2"]);
    expect(troubles[0]).toContain("Nothing cut it off");
  });
});
