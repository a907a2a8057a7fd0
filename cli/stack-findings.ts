/** What speaks for and against a stack on its rack now, asked of every machine at once. Changes nothing. */
import type { Inventory } from "../rack/inventory.ts";
import { leaseHolder } from "../rack/lease-holder.ts";
import { lookAtHostsThatAnswer, lookAtSimulatorsThatAnswer } from "../rack/look.ts";
import { askFencing } from "../stacks/survey/ask-fencing.ts";
import { askSurveys } from "../stacks/survey/ask.ts";
import type { Finding } from "../stacks/survey/finding.ts";
import { findingsOf } from "../stacks/survey/findings.ts";
import { project } from "../base/project.ts";
import { readRack } from "./rack.ts";

export async function stackFindings(stack: string): Promise<{ inventory: Inventory; findings: Finding[] }> {
  const { inventory, plan } = await readRack(stack);
  const [hosts, simulators, surveys, devices] = await Promise.all([
    lookAtHostsThatAnswer(inventory),
    lookAtSimulatorsThatAnswer(inventory),
    askSurveys(plan, inventory),
    askFencing(plan, inventory),
  ]);
  const self = leaseHolder(stack, project);
  return { inventory, findings: findingsOf({ self, inventory, plan, hosts, simulators, surveys, devices }) };
}
