/** What carries the application on a platform: the hosts themselves, or something on them. One builder a file in this folder. */
import * as pulumi from "@pulumi/pulumi";
import type { CarrierMachine } from "../../components/processes/index.ts";
import type { Host } from "../../components/host/index.ts";
import type { SshTarget } from "../../components/remote-script.ts";
import type { PlatformRecord } from "../../platforms/platform.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { Inventory } from "../../rack/inventory.ts";
import type { LeaseHolder } from "../../rack/lease-holder.ts";
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

export type BuildCarriers = (args: MachinesArgs, hosts: readonly PreparedHost[]) => Carriers | Promise<Carriers>;

/** The builder of a platform's carrier: `build` of the file here that bears its name. */
export async function carrierBuilder(carrier: PlatformRecord["carrier"]): Promise<BuildCarriers> {
  const { build } = (await import(`./${carrier}.ts`)) as { readonly build: BuildCarriers };
  return build;
}
