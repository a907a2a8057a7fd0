/** A machine's addresses by the role of the network that they are on. */
import type { Inventory } from "./inventory.ts";

export type NetworkRole = Inventory["networks"][number]["role"];

/** Networks as far as their roles go. */
export type RoleNetworks = readonly { readonly name: string; readonly role: NetworkRole }[];

/** A machine as far as its addresses go. */
export interface Addressed {
  readonly interfaces: readonly { readonly network: string; readonly address: string }[];
}

/** In the order of the inventory's networks; empty where the machine is on none of that role. */
export function addressesOn(networks: RoleNetworks, machine: Addressed, role: NetworkRole): string[] {
  return networks
    .filter((network) => network.role === role)
    .flatMap(({ name }) => machine.interfaces.filter((card) => card.network === name))
    .map(({ address }) => address);
}

/** The first of them. */
export function addressOn(networks: RoleNetworks, machine: Addressed, role: NetworkRole): string | undefined {
  return addressesOn(networks, machine, role)[0];
}
