/** Says what speaks against a stack that could be built: from its plan, or from what its hosts say before anything is changed. */
import { invalidInput, type Problem } from "../base/errors.ts";
import { validateFencing } from "../components/fencing/plan.ts";
import { distributionOf } from "../platforms/distributions.ts";
import { platformTitle } from "../platforms/index.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { TestbedPlan } from "./plan.ts";

/** What in a testbed would put somebody's data at risk. */
export function validateSafety({ platform, filesystem, hosts, fencing, emulated, isLab }: TestbedPlan): Problem[] {
  const isExpendable = emulated || isLab;
  return validateFencing({ platform, filesystem: filesystem?.kind, hosts, fencing, isExpendable });
}

/** Refuses such a testbed. */
export function refuseUnsafe(plan: TestbedPlan): void {
  const problems = validateSafety(plan);
  if (problems.length > 0) throw invalidInput(`stack ${plan.stack} on inventory ${plan.rack}`, problems);
}

/** Hosts whose distribution lacks a program that the platform needs: no installation would help there. */
export function validateDistributions(
  { platform, hosts }: Pick<TestbedPlan, "platform" | "hosts">,
  facts: Readonly<Record<string, Pick<HostFacts, "distribution">>>,
): Problem[] {
  return hosts.flatMap(({ name, requirements }): Problem[] => {
    const release = facts[name]?.distribution;
    const distribution = release === undefined ? undefined : distributionOf(release);
    if (release === undefined || distribution === undefined) return [];
    const lacking = requirements.filter(({ packages }) => packages[distribution] === null);
    if (lacking.length === 0) return [];
    const programs = lacking.map(({ program }) => program).join(", ");
    return [
      {
        path: `host ${name}`,
        message:
          `runs ${release.id} ${release.versionId ?? ""}, which has no package with ${programs}, and ${platformTitle(platform)} ` +
          `needs that. Give it another distribution, or take another platform.`,
      },
    ];
  });
}

/** Refuses such hosts. */
export function refuseDistributions(
  plan: Pick<TestbedPlan, "stack" | "platform" | "hosts">,
  facts: Readonly<Record<string, Pick<HostFacts, "distribution">>>,
): void {
  const problems = validateDistributions(plan, facts);
  if (problems.length > 0) throw invalidInput(`stack ${plan.stack}`, problems);
}
