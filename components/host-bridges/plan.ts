/** Which bridges a host needs: one for every network that guests share, none for migration, which is the host's own. */
import { prefixLength } from "../../base/ipv4.ts";
import { bridgeName } from "../../base/names.ts";
import type { NetworkRole } from "../../rack/addresses.ts";

export interface BridgePlan {
  readonly network: string;
  readonly role: NetworkRole;
  readonly bridge: string;
  /** MAC address of the card behind the bridge; it identifies the card, whatever the kernel calls it. */
  readonly mac: string;
  /** The host's address, which moves from the card to the bridge. */
  readonly address: string;
  readonly prefixLength: number;
}

export interface PlanBridgesArgs {
  readonly host: {
    readonly interfaces: readonly { readonly network: string; readonly mac: string; readonly address: string }[];
  };
  readonly networks: readonly { readonly name: string; readonly role: NetworkRole; readonly subnet: string }[];
}

/**
 * The host's bridges in the order of `networks`, the management network's last: it carries the connection that the
 * others are made over.
 */
export function planBridges({ host, networks }: PlanBridgesArgs): BridgePlan[] {
  return networks
    .flatMap((network): BridgePlan[] => {
      const card = host.interfaces.find((candidate) => candidate.network === network.name);
      if (card === undefined || network.role === "migration") return [];
      return [
        {
          network: network.name,
          role: network.role,
          bridge: bridgeName(network.name),
          mac: card.mac,
          address: card.address,
          prefixLength: prefixLength(network.subnet),
        },
      ];
    })
    .toSorted((left, right) => Number(left.role === "management") - Number(right.role === "management"));
}
