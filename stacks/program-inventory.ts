/** Reads a stack's inventory inside a Pulumi program, apart from the rest, so that no other code loads Pulumi to read an inventory. */
import * as pulumi from "@pulumi/pulumi";
import { parseInventory, type Inventory } from "../rack/inventory.ts";
import { lab, labIsDown, labOutputName, readInventoryFile } from "./inventory-source.ts";

/** The inventory inside a Pulumi program: the lab's comes from its stack's output. */
export async function inventoryOf(setting: string, project: string): Promise<Inventory> {
  if (setting !== lab) return readInventoryFile(setting, project);
  const stack = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${lab}`);
  const output = await stack.getOutputDetails("inventory");
  const data: unknown = output.value ?? output.secretValue;
  if (data === undefined) throw labIsDown();
  return parseInventory(labOutputName, data);
}
