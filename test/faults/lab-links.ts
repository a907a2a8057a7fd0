/** Links of the lab's hosts, cut and healed in the bridges that they hang on: a host that restarts meanwhile stays cut off. */
import { basename, dirname } from "node:path";
import { execa } from "execa";
import { labPlace } from "../../components/virtual-lab/plan.ts";
import type { Inventory } from "../../rack/inventory.ts";
import type { Harms } from "./harms.ts";

type Role = Inventory["networks"][number]["role"];

export interface Cut {
  readonly roles: readonly Role[];
  /** `between`: the hosts lose each other, and each keeps everything else. `last host`: it loses everything on these networks. */
  readonly who: "between" | "last host";
}

/** Directory and namespace of the lab whose ssh configuration this is. */
export function placeOf(sshConfig: string): ReturnType<typeof labPlace> {
  return labPlace(basename(dirname(dirname(sshConfig))));
}

/** Has the lab's bridges lose frames. */
export async function loseFrames({ namespace, rules }: Harms["frames"]): Promise<void> {
  for (const [chain = "", ...match] of rules) {
    await execa("ip", ["netns", "exec", namespace, "ebtables", "-A", chain, ...match, "-j", "DROP"]);
  }
}

/** Ends that: nobody else has rules there. A lab that is gone has none. */
export async function letFramesThrough({ namespace }: Harms["frames"]): Promise<void> {
  const isThere = await execa("ip", ["netns", "exec", namespace, "true"], { reject: false });
  if (isThere.exitCode === 0) await execa("ip", ["netns", "exec", namespace, "ebtables", "-F"]);
}

/** Frames that get lost: chain of ebtables(8), then what they are known by. */
export function cutRules({ networks, hosts }: Pick<Inventory, "networks" | "hosts">, { roles, who }: Cut): string[][] {
  const cut = networks.filter(({ role }) => roles.includes(role)).map(({ name }) => name);
  return cut.flatMap((network) => {
    const macs = hosts.flatMap(({ interfaces }) =>
      interfaces.filter((card) => card.network === network).map(({ mac }) => mac),
    );
    if (who === "between") {
      return macs.flatMap((from) => macs.filter((to) => to !== from).map((to) => ["FORWARD", "-s", from, "-d", to]));
    }
    return macs.slice(-1).flatMap((mac) => [
      ["FORWARD", "-s", mac],
      ["FORWARD", "-d", mac],
      ["INPUT", "-s", mac],
      ["OUTPUT", "-d", mac],
    ]);
  });
}
