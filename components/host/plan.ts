/** What a host must be for a platform: the GRUB entry it boots, the programs and kernel modules it needs, its peers. */
import { platformOf, type Platform } from "../../platforms/index.ts";
import type { Requirement } from "../../platforms/platform.ts";
import { addressesOn, type Addressed, type RoleNetworks } from "../../rack/addresses.ts";

export interface PeerPlan {
  readonly name: string;
  /** Management first, then migration: live migration uses both. */
  readonly addresses: readonly string[];
}

export interface HostPlan {
  readonly name: string;
  readonly platform: Platform;
  /** GRUB menu entry that must have been booted. */
  readonly bootEntry: string;
  readonly requirements: readonly Requirement[];
  readonly modules: readonly string[];
  readonly peers: readonly PeerPlan[];
}

export interface PlanHostArgs {
  readonly platform: Platform;
  readonly host: { readonly name: string; readonly bootEntries: Readonly<Record<string, string>> };
  /** All hosts of the rack, this one among them. */
  readonly hosts: readonly (Addressed & { readonly name: string })[];
  readonly networks: RoleNetworks;
}

/** What `host` must be for `platform`. */
export function planHost({ platform, host, hosts, networks }: PlanHostArgs): HostPlan {
  const { boot, requirements, modules } = platformOf(platform);
  return {
    name: host.name,
    platform,
    bootEntry: host.bootEntries[boot.entry] ?? boot.entry,
    requirements,
    modules,
    peers: hosts
      .filter((peer) => peer.name !== host.name)
      .map((peer) => ({
        name: peer.name,
        addresses: [...addressesOn(networks, peer, "management"), ...addressesOn(networks, peer, "migration")],
      })),
  };
}
