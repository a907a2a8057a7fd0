/** Makes the hosts ready for their platform, and lists the machines that carry the application. */
import * as pulumi from "@pulumi/pulumi";
import { Host } from "../components/host/index.ts";
import { distributionOf } from "../platforms/distributions.ts";
import { platformOf, type Platform } from "../platforms/index.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { Topology } from "../rack/topology.ts";
import { countsAs, planTestbedShares, type Shares } from "./shares.ts";
import { carrierBuilder, type Carriers, type MachinesArgs, type PreparedHost } from "./carriers/carrier.ts";

export interface Machines extends Carriers {
  /** What each host said of itself once it ran what the platform needs, by name. */
  readonly hostFacts: pulumi.Output<Readonly<Record<string, HostFacts>>>;
  readonly shares: pulumi.Output<Shares>;
}

/** The topology from the look, where the pCPUs already have the platform's numbers; else the one that the host reports once it runs the platform. */
function topologyOf(
  { component }: PreparedHost,
  platform: Platform,
  seen: HostFacts | undefined,
): Topology | pulumi.Output<Topology> {
  return seen !== undefined && countsAs(platform, seen)
    ? seen.topology
    : component.facts.apply((ready) => ready.topology);
}

export async function buildMachines(args: MachinesArgs): Promise<Machines> {
  const { inventory, plan, facts, lease } = args;
  const build = await carrierBuilder(platformOf(plan.platform).carrier);
  const hosts = plan.hosts.map((hostPlan): PreparedHost => {
    const { name } = hostPlan;
    const host = inventory.hosts.find((candidate) => candidate.name === name);
    if (host === undefined) throw new RangeError(`the inventory has no host ${name}`);
    const target = args.targetOf(host);
    const release = facts[name]?.distribution;
    const distribution = release === undefined ? undefined : distributionOf(release);
    const component = new Host(name, {
      plan: hostPlan,
      target,
      bootId: facts[name]?.bootId ?? "",
      distribution,
      lease,
    });
    return { name, target, plan: hostPlan, bootId: component.bootId, component };
  });
  const hostFacts = pulumi.all(Object.fromEntries(hosts.map(({ name, component }) => [name, component.facts])));
  const shares = pulumi
    .all(Object.fromEntries(hosts.map((host) => [host.name, topologyOf(host, plan.platform, facts[host.name])])))
    .apply((topologies) => planTestbedShares(plan, topologies));
  return { ...(await build({ ...args, shares }, hosts)), hostFacts, shares };
}
