/** Where a stack's inventory comes from: a file that the user wrote, or the `lab` stack. */
import { resolve } from "node:path";
import { CrossbedError } from "../base/errors.ts";
import { readYamlFile } from "../base/yaml-file.ts";
import { parseInventory, type Inventory } from "../rack/inventory.ts";
import { labInventory as inventoryOfLab, unknownLabFacts } from "./lab-inventory.ts";
import { readLabPlan } from "./lab-plan.ts";
import { readLocalConfig } from "./stack-data.ts";

/** The setting that names the lab instead of a file. */
export const lab = "lab";

/** What an error names as the origin of the lab's inventory. */
export const labOutputName = `stack ${lab}, output inventory`;

/** The error where the lab is needed and its stack has no inventory. */
export function labIsDown(): CrossbedError {
  return new CrossbedError("unreachable", "the lab is not up: its stack has no inventory.", {
    where: `stack ${lab}`,
    hint: `Run: npx pulumi up -s ${lab}`,
  });
}

/** Reads and checks an inventory file, YAML or JSON; a relative path counts from the project's directory. */
export function readInventoryFile(path: string, project: string): Inventory {
  const file = resolve(project, path);
  return parseInventory(
    file,
    readYamlFile(file, file, "Write an inventory as docs/add-a-host.md shows, or set inventory: lab."),
  );
}

/**
 * The inventory outside a Pulumi program. `labOutput` returns the output of the lab's stack. While the lab is not up, its plan stands
 * in, which is enough to plan a testbed: it decides addresses, sizes and LUNs, but neither keys nor ports.
 */
export async function inventoryWithoutEngine(
  setting: string,
  project: string,
  labOutput: () => Promise<unknown>,
): Promise<Inventory> {
  if (setting !== lab) return readInventoryFile(setting, project);
  const data = await labOutput();
  return data === undefined
    ? inventoryOfLab(await readLabPlan(readLocalConfig(lab), project), unknownLabFacts)
    : parseInventory(labOutputName, data);
}
