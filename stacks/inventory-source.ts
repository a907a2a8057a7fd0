/** Where a stack's inventory comes from: a file that the user wrote, or the `lab` stack. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import { CrossbedError, messageOf } from "../base/errors.ts";
import { parseInventory, type Inventory } from "../rack/inventory.ts";
import { labInventory as inventoryOfLab, unknownLabFacts } from "./lab-inventory.ts";
import { readLabPlan } from "./lab-plan.ts";
import { readLocalConfig } from "./stack-data.ts";

/** The setting that names the lab instead of a file. */
export const lab = "lab";

/** Reads and checks an inventory file, YAML or JSON; a relative path counts from the project's directory. */
export async function readInventoryFile(path: string, project: string): Promise<Inventory> {
  const file = resolve(project, path);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new CrossbedError("invalid_input", "the inventory cannot be read.", {
      where: file,
      hint: "Write one as docs/add-a-host.md shows, or set inventory: lab.",
      cause,
    });
  }
  let data: unknown;
  try {
    data = parse(text);
  } catch (cause) {
    const why = messageOf(cause);
    throw new CrossbedError("invalid_input", `the inventory is neither YAML nor JSON: ${why}`, { where: file, cause });
  }
  return parseInventory(file, data);
}

/**
 * The inventory outside a Pulumi program. `labOutput` gives what the lab's stack put out; while the lab is not up, its plan
 * says what it will be, which is enough to plan a testbed: addresses, sizes and LUNs are decided, keys and ports are not.
 */
export async function inventoryWithoutEngine(
  setting: string,
  project: string,
  labOutput: () => Promise<unknown>,
): Promise<Inventory> {
  if (setting !== lab) return await readInventoryFile(setting, project);
  const data = await labOutput();
  return data === undefined
    ? inventoryOfLab(await readLabPlan(readLocalConfig(lab), project), unknownLabFacts)
    : parseInventory("stack lab, output inventory", data);
}
