/** `crossbed plan`: shows what a testbed stack would be, without touching anything. */
import { Command } from "commander";
import { inventoryWithoutEngine } from "../stacks/inventory-source.ts";
import { refuseUnsafe } from "../stacks/check.ts";
import { planTestbed } from "../stacks/plan.ts";
import { renderPlan } from "../stacks/render-plan.ts";
import { sourcesDigest } from "../stacks/sources.ts";
import { parseSpec } from "../stacks/spec.ts";
import { readLocalConfig, readStackData } from "../stacks/stack-data.ts";
import { stackOutput } from "../toolchain/pulumi-command.ts";
import { project } from "../base/project.ts";

export function planCommand(): Command {
  return new Command("plan")
    .description("show what a testbed stack would be: guests, placement, addresses, disks, cases, minutes")
    .argument("<stack>", "testbed stack, such as kvm-6core")
    .option("--json", "the whole plan as JSON")
    .action(async (stack: string, options: { json?: boolean }) => {
      const spec = parseSpec(stack, readStackData(stack, readLocalConfig(stack)));
      const inventory = await inventoryWithoutEngine(spec.inventory, project, () =>
        stackOutput("lab", "inventory", project),
      );
      const plan = planTestbed(stack, spec, inventory, sourcesDigest(project));
      refuseUnsafe(plan);
      process.stdout.write(`${options.json === true ? JSON.stringify(plan, null, 2) : renderPlan(plan)}\n`);
    });
}
