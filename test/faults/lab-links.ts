/** Links of the lab's hosts, cut and healed in the bridges that they hang on: a host that restarts meanwhile stays cut off. */
import { basename, dirname } from "node:path";
import { execa } from "execa";
import { labPlace } from "../../components/virtual-lab/plan.ts";
import type { Inventory } from "../../rack/inventory.ts";

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

/** Cuts; returns what heals it, which may run twice. */
export async function cutLinks(
  namespace: string,
  inventory: Pick<Inventory, "networks" | "hosts">,
  cut: Cut,
): Promise<() => Promise<void>> {
  return await loseFrames(namespace, cutRules(inventory, cut));
}

/** Has the lab's bridges lose frames; returns what ends that, which may run twice. */
export async function loseFrames(
  namespace: string,
  rules: readonly (readonly string[])[],
): Promise<() => Promise<void>> {
  const change = async (operation: "-A" | "-D", [chain = "", ...match]: readonly string[]): Promise<void> => {
    await execa("ip", ["netns", "exec", namespace, "ebtables", operation, chain, ...match, "-j", "DROP"]);
  };
  const open = [...rules];
  for (const rule of rules) await change("-A", rule);
  return async () => {
    for (let rule = open.shift(); rule !== undefined; rule = open.shift()) await change("-D", rule);
  };
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
