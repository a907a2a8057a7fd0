/** Takes a testbed down as Pulumi's state describes it, without the hosts that are off for good. */
import { awaitUnlocked } from "../toolchain/live-locks.ts";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { recordedStacks } from "../toolchain/recorded-stacks.ts";
import { askConsent, consentArguments } from "./consent.ts";
import { bringRackHome } from "./home.ts";
import { confirmLostHosts, freeLostHost, settleReturnedHosts } from "./lost-host.ts";
import { project } from "../base/project.ts";
import { lookAtPartOfRack } from "./rack.ts";
import { endVisitors, visitorsWithoutWay } from "./start-elsewhere.ts";

/**
 * The testbed is gone afterwards; the file systems of its LUNs stay. Of a host that is off for good, what it held is freed first. Throws
 * `unreachable`, with the way out and nothing changed, where a host does not answer and is not known to be off.
 */
export async function takeTestbedDown(
  stack: string,
  options: { readonly yes?: boolean },
  say: (line: string) => void,
): Promise<void> {
  const consent = consentArguments(options);
  if (!(await recordedStacks(project)).has(stack)) {
    say(`${stack} is not up`);
    return;
  }
  // What comes before Pulumi's own part changes what an update of the same stack works on.
  await awaitUnlocked(stack, project, say);
  const rack = await lookAtPartOfRack(stack);
  const lost = await confirmLostHosts(rack);
  await settleReturnedHosts(rack, say);
  if (lost.length > 0) {
    const hosts = lost.map(({ host }) => host).join(", ");
    await askConsent(options, `Take ${stack} down without ${hosts}, and remove its guests there with their disks?`);
  }
  if (visitorsWithoutWay(rack).length > 0) {
    await askConsent(options, `Take ${stack} down, and end guests that run away from home?`);
    await endVisitors(rack, say);
  }
  // Pulumi would not find a guest that is away from home, and would leave it behind.
  await bringRackHome(rack);
  for (const death of lost) await freeLostHost(rack, death, stack, say);
  await runPulumi(["destroy", "--stack", stack, ...consent], { project, say });
}
