/** A testbed stack with its rack as it stands now: where commands begin that look at hosts outside of an update. */
import { isDeepStrictEqual } from "node:util";
import { lookAtHosts, lookAtHostsThatAnswer } from "../rack/look.ts";
import { Remote } from "../rack/remote.ts";
import { machinesOf } from "../rack/ssh-config.ts";
import type { HostFacts } from "../rack/facts.ts";
import { inventoryWithoutEngine, lab, labIsDown } from "../stacks/inventory-source.ts";
import type { Inventory } from "../rack/inventory.ts";
import { planTestbed, type TestbedPlan } from "../stacks/plan.ts";
import { sourcesDigest } from "../stacks/sources.ts";
import { parseSpec } from "../stacks/spec.ts";
import { readLocalConfig, readStackData } from "../stacks/stack-data.ts";
import { stackOutput } from "../toolchain/pulumi-command.ts";
import { project } from "../base/project.ts";
import { defaultStack } from "./default-stack.ts";

export interface Rack {
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  /** By host. */
  readonly facts: Readonly<Record<string, HostFacts>>;
}

/** Reads a stack's data and asks its hosts. Throws `unreachable` when one does not answer, or its lab is not up. */
export async function lookAtRack(stack: string): Promise<Rack> {
  const { inventory, plan } = await readRack(stack);
  return { inventory, plan, facts: await lookAtHosts(inventory) };
}

/** A rack of which some hosts may be gone. */
export interface PartOfRack extends Rack {
  /** Why a host is not in `facts`, by host. */
  readonly gone: Readonly<Record<string, Error>>;
}

/** The same, content with the hosts that answer. What these said `before`, when another stack on the same rack was asked for, is not asked again. */
export async function lookAtPartOfRack(stack: string, before?: PartOfRack): Promise<PartOfRack> {
  const { inventory, plan } = await readRack(stack);
  if (before !== undefined && isDeepStrictEqual(inventory, before.inventory)) return { ...before, plan };
  const seen = await lookAtHostsThatAnswer(inventory);
  return { inventory, plan, facts: seen.answers, gone: seen.failures };
}

/** The part of a rack that answers, through the wanted stack, else through the one that holds it. */
export async function lookAtHeldRack(wanted: string | undefined): Promise<{ rack: PartOfRack; stack: string }> {
  const rack = await lookAtPartOfRack(wanted ?? defaultStack);
  const holder = Object.values(rack.facts).find(({ lease }) => lease !== null)?.lease?.stack;
  const stack = wanted ?? holder ?? defaultStack;
  return { rack: stack === (wanted ?? defaultStack) ? rack : await lookAtPartOfRack(stack, rack), stack };
}

/** A stack's inventory and plan; asks no host. */
export async function readRack(stack: string): Promise<Pick<Rack, "inventory" | "plan">> {
  const spec = parseSpec(stack, readStackData(stack, readLocalConfig(stack)));
  const inventory = await inventoryWithoutEngine(spec.inventory, project, async () => {
    const output = await stackOutput(lab, "inventory", project);
    if (output === undefined) throw labIsDown();
    return output;
  });
  return { inventory, plan: planTestbed(stack, spec, inventory, sourcesDigest(project)) };
}

/** Runs `work` with commands on the rack's hosts and simulators. */
export async function withMachines<Result>(
  inventory: Inventory,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> {
  const machines = [inventory.hosts, inventory.simulators].flatMap((list) => machinesOf(inventory, list));
  const remote = await Remote.open(machines, inventory.ssh.privateKeyFile);
  try {
    return await work(remote);
  } finally {
    await remote.close();
  }
}
