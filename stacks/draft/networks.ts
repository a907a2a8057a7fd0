/** Which networks several machines share, by the addresses of their cards. Pure. */
import { addressText, prefixLength, subnetRange } from "../../base/ipv4.ts";
import type { FoundMachine } from "./ask.ts";
import type { FoundCard } from "./found.ts";

/** A machine's card on a network. */
export interface DraftInterface {
  readonly card: FoundCard;
  /** IPv4, without a prefix. */
  readonly address: string;
}

export interface DraftNetwork {
  /** `192.0.2.0/24` */
  readonly subnet: string;
  /** Whether it is the one on which ssh reaches machines. */
  readonly isManagement: boolean;
  /** In the machines' order; null for a machine without a card there. */
  readonly interfaces: readonly (DraftInterface | null)[];
}

/**
 * The networks that at least two of the machines share, or all of a single one: the management network first, the others as the cards of the
 * first machine that has them.
 */
export function sharedNetworks(machines: readonly FoundMachine[]): DraftNetwork[] {
  const networks = new Map<string, (DraftInterface | null)[]>();
  for (const [index, { found }] of machines.entries()) {
    for (const card of found.cards) {
      for (const withPrefix of card.addresses) {
        const { first } = subnetRange(withPrefix);
        const subnet = `${addressText(first)}/${String(prefixLength(withPrefix))}`;
        const interfaces = networks.get(subnet) ?? machines.map(() => null);
        interfaces[index] ??= { card, address: withPrefix.slice(0, withPrefix.indexOf("/")) };
        networks.set(subnet, interfaces);
      }
    }
  }
  const least = Math.min(2, machines.length);
  return [...networks]
    .filter(([, interfaces]) => interfaces.filter((one) => one !== null).length >= least)
    .map(([subnet, interfaces]) => ({
      subnet,
      interfaces,
      isManagement: interfaces.some((one, index) => one?.address === machines[index]?.endpoint.address),
    }))
    .toSorted((one, other) => Number(other.isManagement) - Number(one.isManagement));
}
