/** What the benchmark needs to know of a testbed: the plan, the ways to its machines, and what its hosts run. */
import * as pulumi from "@pulumi/pulumi";
import { sshPort } from "../base/ports.ts";
import { resultsDirectory } from "../base/project.ts";
import { cpuToolOf } from "../benchmarks/collect/index.ts";
import type { BenchmarkRequest, HostUnderTest } from "../benchmarks/run/request.ts";
import { guestAddressOn } from "../components/guest/plan.ts";
import { platformOf } from "../platforms/index.ts";
import { refuseClaims } from "../rack/claims.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { LeaseHolder } from "../rack/lease-holder.ts";
import type { Inventory } from "../rack/inventory.ts";
import { shareAtHome, withShares, type Shares } from "./shares.ts";
import { renderCpuList, topologyFacts } from "../rack/topology.ts";
import { machinesOf } from "../rack/ssh-config.ts";
import type { TestbedPlan } from "./plan.ts";
import type { StackSpec } from "./spec.ts";

/** By host. */
type HostsFacts = Readonly<Record<string, HostFacts>>;

export interface BenchmarkRequestArgs {
  readonly spec: StackSpec;
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  /** Who holds the machines. */
  readonly lease: LeaseHolder;
  /** What the hosts said before anything was done, and once they ran what the platform needs. */
  readonly facts: HostsFacts;
  readonly hostFacts: pulumi.Output<HostsFacts>;
  /** Public host key of each guest by name; known once the guest's disk is made. */
  readonly guestHostKeys: pulumi.Output<Readonly<Record<string, string>>>;
  readonly shares: pulumi.Output<Shares>;
  readonly project: string;
}

export function benchmarkRequest(args: BenchmarkRequestArgs): pulumi.Output<BenchmarkRequest> {
  const { spec, inventory, plan, project } = args;
  return pulumi
    .all([args.guestHostKeys, args.hostFacts, args.shares])
    .apply(([keys, ready, shares]): BenchmarkRequest => ({
      version: 3,
      stack: plan.stack,
      platform: plan.platform,
      layout: plan.layout.name,
      rack: plan.rack,
      emulated: plan.emulated,
      scale: plan.scale,
      lease: { stack: args.lease.stack, clone: args.lease.clone },
      planDigest: plan.digest,
      imageDigest: plan.imageDigest,
      spec,
      resultsDirectory: resultsDirectory(project),
      privateKeyFile: inventory.ssh.privateKeyFile,
      machines: machinesUnderTest(args, keys),
      hosts: hostsUnderTest(args, ready, shares),
      cpuTool: cpuToolOf(platformOf(plan.platform).cpuTool),
      guests: plan.guests.map((guest) => {
        const { name, host, vcpus, memoryMiB } = guest;
        return { name, host, vcpus, memoryMiB, ...shareAtHome(shares, guest) };
      }),
      simulators: inventory.simulators.map(({ name }) => ({ name, cards: cardNames(inventory, name) })),
      workload: {
        kind: plan.workload.settings.kind,
        nodes: plan.workload.nodes.map(({ name, machine, cluster, preferred, files }) => ({
          name,
          machine,
          cluster,
          preferred,
          files,
        })),
        services: plan.workload.services.map(({ name, machine }) => ({ name, machine })),
        generators: plan.workload.generators,
        conditions: plan.workload.conditions,
      },
      ...(plan.migration === undefined ? {} : { migration: withShares(plan.migration, shares) }),
      seed: plan.benchmark.seed,
      cases: plan.benchmark.cases,
    }));
}

function machinesUnderTest(
  { inventory, plan }: BenchmarkRequestArgs,
  keys: Readonly<Record<string, string>>,
): BenchmarkRequest["machines"] {
  return [
    ...machinesOf(inventory, inventory.hosts),
    ...machinesOf(inventory, inventory.simulators),
    ...plan.guests.map((guest) => ({
      name: guest.name,
      user: "root",
      address: guestAddressOn(guest, "management") ?? "",
      port: sshPort,
      hostKey: keys[guest.name] ?? "",
      proxy: guest.host,
    })),
  ];
}

function hostsUnderTest(
  { inventory, plan, facts }: BenchmarkRequestArgs,
  ready: HostsFacts,
  shares: Shares,
): HostUnderTest[] {
  // Another hypervisor may have switched pCPUs off.
  refuseClaims(inventory, ready);
  return plan.hosts.map((host) => {
    const seen = newest(facts[host.name], ready[host.name]);
    return {
      name: host.name,
      role: host.role,
      // The host's own numbers: shares divide what there is.
      pcpus: seen?.pcpus ?? host.pcpus,
      memoryMiB: seen?.memoryMiB ?? host.memoryMiB,
      facts: { ...factsForReaders(plan.platform, seen), ...shareFacts(plan, shares, host.name) },
      cards: cardNames(inventory, host.name),
    };
  });
}

/** The share of a host that the application gets where there are no guests. */
function shareFacts({ guests }: TestbedPlan, shares: Shares, host: string): Record<string, string> {
  const { pins } = shareAtHome(shares, { name: host, host });
  return guests.length > 0 || pins.length === 0 ? {} : { "pCPUs of the application": renderCpuList(pins) };
}

/** What a report calls the cards of a machine, by MAC address. */
function cardNames({ networks, hosts, simulators }: Inventory, machine: string): Record<string, string> {
  const cards = [...hosts, ...simulators].find(({ name }) => name === machine)?.interfaces ?? [];
  return Object.fromEntries(
    cards.map(({ mac, network }) => {
      const role = networks.find(({ name }) => name === network)?.role ?? "";
      return [mac, `card ${network} (${role})`];
    }),
  );
}

/** Takes the look before the update where the host is still in the same boot: somebody may have renewed programs since it was made ready. */
function newest(before: HostFacts | undefined, ready: HostFacts | undefined): HostFacts | undefined {
  return before !== undefined && before.bootId === ready?.bootId ? before : ready;
}

/** What a report says of a host: what it runs, and in which version. */
function factsForReaders(platform: TestbedPlan["platform"], facts: HostFacts | undefined): Record<string, string> {
  if (facts === undefined) return {};
  const { hasHypervisor, libvirt: driver } = platformOf(platform);
  const usesLibvirt = driver !== undefined;
  const { libvirt, qemu } = facts.versions;
  return {
    // A host without a hypervisor may boot a kernel that contains KVM and not use it.
    hypervisor: hasHypervisor ? facts.hypervisor : "none",
    kernel: facts.kernel,
    ...(libvirt === null || !usesLibvirt ? {} : { libvirt }),
    ...(qemu === null || !hasHypervisor ? {} : { qemu }),
    ...Object.fromEntries(
      Object.entries(facts.platformFacts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
    ),
    ...topologyFacts(facts.topology),
  };
}
