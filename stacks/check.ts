/** What speaks against a stack though it could be built: known from its plan, or from what its hosts say before anything is changed. */
import { invalidInput, type Problem } from "../base/errors.ts";
import { validateFencing } from "../components/cluster-filesystem/plan.ts";
import type { TestbedPlan } from "./plan.ts";

/** Refuses a testbed that would put somebody's data at risk. */
export function refuseUnsafe({ stack, rack, platform, filesystem, emulated, isLab }: TestbedPlan): void {
  const problems: Problem[] =
    filesystem === undefined
      ? []
      : validateFencing({ platform, filesystem: filesystem.kind, isExpendable: emulated || isLab });
  if (problems.length > 0) throw invalidInput(`stack ${stack} on inventory ${rack}`, problems);
}
