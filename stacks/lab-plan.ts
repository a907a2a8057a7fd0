/** Decides what the `lab` stack will be, in the same way inside and outside a Pulumi program. */
import { invalidInput } from "../base/errors.ts";
import { defaultLabName } from "../base/names.ts";
import { project } from "../base/project.ts";
import { readMachineFacts } from "../components/virtual-lab/machine.ts";
import { planLab, type LabPlan } from "../components/virtual-lab/plan.ts";
import { validateLab } from "../components/virtual-lab/sizes.ts";
import { cacheDirectory } from "../toolchain/paths.ts";
import { parseLabSpec } from "./lab-spec.ts";
import { readStackData, type StackConfig } from "./stack-data.ts";

/**
 * The lab that the configuration asks for on this machine, without touching anything. Errors: `invalid_input` with every
 * problem, among them a lab that does not fit.
 */
export async function readLabPlan(config: StackConfig, directory = project): Promise<LabPlan> {
  const spec = parseLabSpec(readStackData("lab", config));
  const name = spec.name ?? defaultLabName(directory);
  const facts = await readMachineFacts(spec.accelerator, cacheDirectory(process.env));
  const problems = validateLab(spec, facts);
  if (problems.length > 0) throw invalidInput("stacks/lab.yaml", problems);
  return planLab(name, spec, facts);
}
