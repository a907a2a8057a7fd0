/**
 * Decides who gets which pCPUs of a testbed, at home and where it may move to, from the topologies of its hosts. Pure: topologies are
 * arguments. They must be those of the platform that runs the guests, because Xen numbers pCPUs otherwise than Linux.
 */
import type { MigrationPlan } from "../benchmarks/run/request.ts";
import { planShares, planVisit, type GuestShare, type HostShares } from "../components/pinning/plan.ts";
import { platformOf, type Platform } from "../platforms/index.ts";
import type { HostFacts } from "../rack/facts.ts";
import { renderCpuList, type Topology } from "../rack/topology.ts";
import type { TestbedPlan } from "./plan.ts";

/** By host. */
export type Shares = Readonly<Record<string, SharesOfHost>>;

export interface SharesOfHost {
  /** What remains for the host itself; empty where nothing remains, or nothing is pinned. */
  readonly own: readonly number[];
  /** Of everything that runs there or may come there, by its name. */
  readonly of: Readonly<Record<string, GuestShare>>;
}

type Shared = Pick<TestbedPlan, "platform" | "hosts" | "demands" | "pinning" | "emulatorPinning" | "migration">;

/** A host that is not among the topologies gives nobody a share. */
export function planTestbedShares(plan: Shared, topologies: Readonly<Record<string, Topology>>): Shares {
  return Object.fromEntries(
    plan.hosts.map(({ name }) => {
      const topology = topologies[name] ?? { pcpus: [], nodes: [] };
      const residents = plan.demands.filter(({ host }) => host === name);
      const shares = planShares(topology, residents);
      const visitors = plan.migration === undefined ? [] : plan.demands.filter(({ host }) => host !== name);
      const of = Object.fromEntries([
        ...residents.map((resident) => [resident.name, shareOf(plan, shares, shares.pins[resident.name] ?? [])]),
        ...visitors.map((visitor) => [visitor.name, shareOf(plan, shares, planVisit(topology, shares, visitor))]),
      ]) as Record<string, GuestShare>;
      return [name, { own: plan.pinning === "none" ? [] : shares.own, of }];
    }),
  );
}

function shareOf(
  { platform, pinning, emulatorPinning }: Shared,
  { own }: HostShares,
  pins: readonly number[],
): GuestShare {
  if (pinning === "none") return { pins: [], emulator: [] };
  if (platformOf(platform).pinsEmulator !== true) return { pins, emulator: [] };
  return { pins, emulator: { host: own, guest: pins, none: [] }[emulatorPinning] };
}

/** What one gets at home; what the shares do not know is not pinned. */
export function shareAtHome(
  shares: Shares,
  { name, host }: { readonly name: string; readonly host: string },
): GuestShare {
  return shares[host]?.of[name] ?? { pins: [], emulator: [] };
}

/** Whether a host's pCPUs have the numbers that they have under the platform: it runs that platform, or one that does not renumber them. */
export function countsAs(platform: Platform, { hypervisor }: Pick<HostFacts, "hypervisor">): boolean {
  const typeNow = hypervisor === "none" ? "" : platformOf(hypervisor).boot.hypervisorType;
  return typeNow === platformOf(platform).boot.hypervisorType;
}

/** The migration plan with the pCPUs that each guest gets on each host. */
export function withShares(migration: MigrationPlan, shares: Shares): MigrationPlan {
  return {
    ...migration,
    guests: migration.guests.map((guest) => ({
      ...guest,
      shares: Object.fromEntries(
        Object.entries(shares).flatMap(([host, ofHost]) => {
          const share = ofHost.of[guest.name];
          return share === undefined || share.pins.length === 0 ? [] : [[host, share]];
        }),
      ),
    })),
  };
}

/** A line for each that has a share, as `a1 on host1: pCPUs 10-15`. */
export function renderShares(shares: Shares): string {
  return Object.entries(shares)
    .flatMap(([host, ofHost]) =>
      Object.entries(ofHost.of).map(([name, { pins, emulator }]) => {
        const beside = emulator.length === 0 ? "" : `, emulator ${renderCpuList(emulator)}`;
        return `${name} on ${host}: ${pins.length === 0 ? "not pinned" : `pCPUs ${pins.join(",")}`}${beside}`;
      }),
    )
    .join("\n");
}
