/** What carries the application on a platform: the hosts themselves, or something on them. One builder a file in this folder. */
import * as pulumi from "@pulumi/pulumi";
import type { CarrierMachine } from "../../components/processes/index.ts";
import type { Host } from "../../components/host/index.ts";
import { HostShare } from "../../components/host/share.ts";
import type { SshTarget } from "../../components/remote-script.ts";
import { platformOf } from "../../platforms/index.ts";
import type { PlatformRecord } from "../../platforms/platform.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { Inventory } from "../../rack/inventory.ts";
import type { LeaseHolder } from "../../rack/lease-holder.ts";
import type { Shares } from "../shares.ts";
import type { PlannedHost, TestbedPlan } from "../plan.ts";

export interface MachinesArgs {
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  readonly facts: Readonly<Record<string, HostFacts>>;
  readonly knownHostsFile: string;
  /** OpenSSH public key that may log in to guests. */
  readonly authorizedKey: string;
  readonly targetOf: (host: { readonly ssh: Inventory["hosts"][number]["ssh"] }) => SshTarget;
  readonly lease: LeaseHolder;
  /** Of fencing devices, by host. */
  readonly fencingPasswords: Readonly<Record<string, string>>;
}

/** A host of the inventory with its component. */
export interface PreparedHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly plan: PlannedHost;
  readonly bootId: pulumi.Output<string>;
  readonly component: Host;
}

export interface Carriers {
  /** What carries an application process, by name. */
  readonly carriers: Readonly<Record<string, CarrierMachine>>;
  /** Public host key of each guest by name. */
  readonly guestHostKeys: pulumi.Output<Readonly<Record<string, string>>>;
  /** What everything above depends on. */
  readonly resources: readonly pulumi.Resource[];
}

/** What a builder needs beside the hosts. */
export interface CarriersArgs extends MachinesArgs {
  /** pCPUs of everything that the hosts carry, by the hosts' own topologies. */
  readonly shares: pulumi.Output<Shares>;
}

export type BuildCarriers = (args: CarriersArgs, hosts: readonly PreparedHost[]) => Carriers | Promise<Carriers>;

/** Confines what the platform's record names to its share of each host that carries something; `pcpusOf` gives the share. */
export function buildHostShares(
  { platform, demands, guests }: Pick<TestbedPlan, "platform" | "demands" | "guests">,
  hosts: readonly PreparedHost[],
  pcpusOf: (host: string) => pulumi.Input<readonly number[]>,
): ReadonlyMap<string, HostShare> {
  const { hostShare: kind, hostReserveMiB } = platformOf(platform);
  return new Map(
    hosts.flatMap(({ name, target, bootId, component }) => {
      const demand = demands.find(({ host }) => host === name);
      if (kind === undefined || demand === undefined) return [];
      const { vcpus } = demand;
      const memoryMiB = guests.length === 0 ? demand.memoryMiB : hostReserveMiB;
      const args = { target, bootId, kind, pcpus: pcpusOf(name), vcpus, memoryMiB };
      return [[name, new HostShare(`${name}-share`, args, { dependsOn: [component] })] as const];
    }),
  );
}

/** The builder of a platform's carrier: `build` of the file here that bears its name. */
export async function carrierBuilder(carrier: PlatformRecord["carrier"]): Promise<BuildCarriers> {
  const { build } = (await import(`./${carrier}.ts`)) as { readonly build: BuildCarriers };
  return build;
}
