/**
 * The plan of a testbed: everything that will exist and run, from the stack's specification and the inventory alone. Pure:
 * it asks and touches nothing, and equal inputs give an equal digest on every machine. Programs and the benchmark's
 * request are projections of it.
 */
import { createHash } from "node:crypto";
import { invalidInput, type Problem, type Warning } from "../base/errors.ts";
import { planCases, studyLoads, type CasesPlan } from "../benchmarks/cases/plan.ts";
import type { MigrationPlan } from "../benchmarks/run/request.ts";
import {
  planClusterFilesystem,
  validateClusterFilesystem,
  type ClusterFilesystemPlan,
} from "../components/cluster-filesystem/plan.ts";
import { fencingRequirements, planFencing, type FencingPlan } from "../components/fencing/plan.ts";
import {
  guestSize,
  guestWarnings,
  planGuests,
  validateGuests,
  type GuestPlan,
  type PlanGuestsArgs,
} from "../components/guest/plan.ts";
import { planHost, type HostPlan } from "../components/host/plan.ts";
import { planBridges, type BridgePlan } from "../components/host-bridges/plan.ts";
import type { Demand } from "../components/pinning/plan.ts";
import { planStorage, validateStorage, type StoragePlan } from "../components/shared-storage/plan.ts";
import { platformOf, type Platform } from "../platforms/index.ts";
import { addressesOn, addressOn } from "../rack/addresses.ts";
import type { Inventory } from "../rack/inventory.ts";
import { workloadOf } from "../workloads/index.ts";
import type { NodeMachine, NodePlan, WorkloadPlan, WorkloadPlanArgs } from "../workloads/workload.ts";
import { loadShares, type Layout } from "./layouts.ts";
import { planMigration } from "./migration.ts";
import { layoutOfSpec, type StackSpec } from "./spec.ts";

export interface PlannedHost extends HostPlan {
  /** The active host runs the processes that serve the load. */
  readonly role: "active" | "passive";
  readonly pcpus: number;
  readonly memoryMiB: number;
  /** Empty where the hosts themselves carry the application. */
  readonly bridges: readonly BridgePlan[];
}

export interface HostDemand extends Demand {
  readonly host: string;
}

export interface TestbedPlan {
  readonly stack: string;
  readonly platform: Platform;
  readonly layout: Layout;
  /** Name of the inventory. */
  readonly rack: string;
  /** Whether the rack is the lab's, made of virtual hosts whose LUNs hold nobody's data. */
  readonly isLab: boolean;
  readonly emulated: boolean;
  readonly scale: Inventory["scale"];
  readonly hosts: readonly PlannedHost[];
  /** Absent where the hosts themselves carry the application: its data is on their own disks. */
  readonly storage: StoragePlan | undefined;
  /** Absent where the hosts share no LUN. */
  readonly filesystem: ClusterFilesystemPlan | undefined;
  /** How each host is cut off when it is lost; empty where the inventory says of none. */
  readonly fencing: FencingPlan;
  readonly guests: readonly GuestPlan[];
  /** What shares each host's pCPUs: its guests, or the application itself; in the order in which they get them. */
  readonly demands: readonly HostDemand[];
  readonly pinning: StackSpec["pinning"];
  readonly emulatorPinning: StackSpec["emulatorPinning"];
  /** The workload's settings, and its processes and generators. */
  readonly workload: WorkloadPlan & { readonly settings: StackSpec["workload"] };
  /** Absent where nothing can move. */
  readonly migration: MigrationPlan | undefined;
  readonly benchmark: CasesPlan;
  /** Digest of the image that guests start from. */
  readonly imageDigest: string;
  /** What a reader of the results must know, such as overcommitted pCPUs. */
  readonly warnings: readonly Warning[];
  /** SHA-256 of all the above and of the sources that carry it out, in hexadecimal. */
  readonly digest: string;
}

/**
 * Plans a testbed. Throws one `invalid_input` with every reason why it cannot be built. `sources` is a digest of the scripts
 * and programs that will carry it out: they change a result like any number here.
 */
export function planTestbed(stack: string, spec: StackSpec, inventory: Inventory, sources: string): TestbedPlan {
  const platform = platformOf(spec.platform);
  const layout = layoutOfSpec(spec);
  const { hosts, scale, emulated, name: rack } = inventory;
  const carriesGuests = platform.carrier !== "host";
  const guestArgs = guestArgsOf(spec, inventory, layout);
  const guests = carriesGuests ? planGuests(guestArgs) : [];
  const storageArgs = {
    platform: spec.platform,
    sharedRole: platform.shared?.lun,
    luns: inventory.luns,
    guestImage: inventory.guestImage,
  };
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw invalidInput(`stack ${stack} on inventory ${rack}`, problems);
  };
  refuse([
    ...(carriesGuests ? [...validateGuests(guestArgs, guests), ...validateStorage(storageArgs)] : []),
    ...(platform.shared === undefined ? [] : validateClusterFilesystem(inventory)),
  ]);

  const storage = carriesGuests ? planStorage(storageArgs) : undefined;
  const machines = carriesGuests ? guests.map(guestAsMachine) : hostsAsMachines(inventory, guestSize(guestArgs).vcpus);
  const load = loadOf(spec, layout, machines);
  const benchmark = plannedCases(spec, inventory, layout, load);
  const workloadArgs = workloadArgsOf(spec, inventory, { machines, load, benchmark });
  refuse(workloadOf(spec.workload).validate?.(workloadArgs) ?? []);
  const workload = workloadOf(spec.workload).plan(workloadArgs);

  const active = activeHosts(workload.nodes, guests);
  const fencing = planFencing({ hosts, activeHosts: active, emulated });
  const plan = {
    stack,
    platform: spec.platform,
    layout,
    rack,
    isLab: spec.inventory === "lab",
    emulated,
    scale,
    hosts: plannedHosts(spec.platform, inventory, { active, fencing, guests }),
    storage,
    filesystem: plannedFilesystem(spec, inventory, storage),
    fencing,
    guests,
    demands: carriesGuests
      ? guests.map(({ name, host, vcpus, memoryMiB }) => ({ name, host, vcpus, memoryMiB }))
      : machines.map(({ name }) => ({ name, host: name, ...guestSize(guestArgs) })),
    pinning: spec.pinning,
    emulatorPinning: spec.emulatorPinning,
    workload: { ...workload, settings: spec.workload },
    migration: platform.canMigrate ? planMigration(inventory, spec.platform, guests) : undefined,
    benchmark,
    imageDigest: inventory.guestImage.sha256,
    warnings: guestWarnings(guestArgs, guests),
  };
  return {
    ...plan,
    digest: createHash("sha256")
      .update(JSON.stringify([plan, sources]))
      .digest("hex"),
  };
}

function guestArgsOf(spec: StackSpec, inventory: Inventory, layout: Layout): PlanGuestsArgs {
  const { hosts, networks, scale, name: rack } = inventory;
  const { hostReserveMiB } = platformOf(spec.platform);
  return {
    ...{ rack, layout, hostReserveMiB, hosts, networks, scale },
    pinning: spec.pinning,
    machines: [...hosts, ...inventory.simulators],
  };
}

interface Load {
  readonly shares: Readonly<Record<string, number>>;
  /** The cluster whose guests move, if any do. */
  readonly firstCluster: string;
  readonly loadsReqPerSec: readonly number[];
}

function loadOf(
  { benchmarks, platform, layout: name }: StackSpec,
  layout: Layout,
  machines: readonly NodeMachine[],
): Load {
  const clusters = [...new Set(machines.map(({ cluster }) => cluster))];
  return {
    shares: loadShares(layout, clusters),
    firstCluster: clusters[0] ?? "",
    loadsReqPerSec: benchmarks.loads === "study" ? studyLoads(platform, name) : benchmarks.loads,
  };
}

function plannedCases(spec: StackSpec, { scale }: Inventory, layout: Layout, load: Load): CasesPlan {
  const { repetitions, arrival, seed } = spec.benchmarks;
  return planCases({
    platform: spec.platform,
    layout: layout.name,
    shares: load.shares,
    ...(layout.moves ? { movingCluster: load.firstCluster } : {}),
    loadsReqPerSec: load.loadsReqPerSec,
    ...{ repetitions, arrival, seed },
    loadScale: scale.load,
    timeScale: scale.time,
  });
}

function workloadArgsOf(
  { workload }: StackSpec,
  { simulators, networks, emulated }: Inventory,
  {
    machines,
    load,
    benchmark,
  }: { readonly machines: readonly NodeMachine[]; readonly load: Load; readonly benchmark: CasesPlan },
): WorkloadPlanArgs<StackSpec["workload"]> {
  return {
    settings: workload,
    machines,
    simulators: simulators.map((machine) => ({
      name: machine.name,
      trafficAddresses: addressesOn(networks, machine, "traffic"),
    })),
    greatestClusterReqPerSec: Math.max(...load.loadsReqPerSec) * Math.max(...Object.values(load.shares)),
    isEmulated: emulated,
    intervalSec: benchmark.cases[0]?.intervalSec ?? 10,
  };
}

function plannedFilesystem(
  spec: StackSpec,
  { name: rack, emulated, hosts, networks, clusterTimes }: Inventory,
  storage: StoragePlan | undefined,
): ClusterFilesystemPlan | undefined {
  const filesystem = platformOf(spec.platform).shared?.filesystem;
  if (filesystem === undefined || storage?.shared === undefined) return undefined;
  return planClusterFilesystem({
    ...{ rack, filesystem, emulated, hosts, networks },
    lun: storage.shared,
    times: clusterTimes,
    isLab: spec.inventory === "lab",
  });
}

/** The hosts that carry the processes which serve the load. */
function activeHosts(nodes: readonly NodePlan[], guests: readonly GuestPlan[]): string[] {
  return nodes.filter((node) => node.preferred === "active").map((node) => hostOf(node.machine, guests));
}

interface OnHosts {
  readonly active: readonly string[];
  readonly fencing: FencingPlan;
  readonly guests: readonly GuestPlan[];
}

function plannedHosts(platform: Platform, { hosts, networks }: Inventory, on: OnHosts): PlannedHost[] {
  // Whoever waits for fencing before it hands a lost host's locks on.
  const isFenced = platformOf(platform).shared?.filesystem === "gfs2";
  return hosts.map((host) => {
    const planned = planHost({ platform, host, hosts, networks });
    return {
      ...planned,
      requirements: [...planned.requirements, ...(isFenced ? fencingRequirements(on.fencing) : [])],
      role: on.active.includes(host.name) ? ("active" as const) : ("passive" as const),
      pcpus: host.pcpus,
      memoryMiB: host.memoryMiB,
      bridges: on.guests.length === 0 ? [] : planBridges({ host, networks }),
    };
  });
}

/**
 * On bare metal the application pair runs on the first two hosts, and its heartbeat over the first interconnect. It gets as many
 * pCPUs as a guest of the layout would: `layoutCpus`.
 */
function hostsAsMachines({ hosts, networks }: Inventory, layoutCpus: number): NodeMachine[] {
  return hosts.slice(0, 2).map((host) => ({
    name: host.name,
    cluster: "a",
    cpus: Math.min(layoutCpus, host.pcpus),
    memoryMiB: host.memoryMiB,
    trafficAddresses: addressesOn(networks, host, "traffic"),
    interconnectAddress: addressOn(networks, host, "interconnect") ?? "",
  }));
}

function guestAsMachine(guest: GuestPlan): NodeMachine {
  const on = (role: string): string[] =>
    guest.interfaces.filter((card) => card.role === role).map((card) => card.address);
  return {
    name: guest.name,
    cluster: guest.cluster,
    cpus: guest.vcpus,
    memoryMiB: guest.memoryMiB,
    trafficAddresses: on("traffic"),
    interconnectAddress: on("interconnect")[0] ?? "",
  };
}

function hostOf(machine: string, guests: readonly GuestPlan[]): string {
  return guests.find((guest) => guest.name === machine)?.host ?? machine;
}
