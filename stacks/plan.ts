/**
 * The plan of a testbed: everything that will exist and run, from the stack's specification and the inventory alone. Pure:
 * nothing is asked, nothing is touched, and equal inputs give an equal digest on every machine.
 */
import { createHash } from "node:crypto";
import { invalidInput, type Problem } from "../base/errors.ts";
import { planCases, studyLoads, type CasesPlan } from "../benchmarks/cases/plan.ts";
import { clusterShares } from "../benchmarks/cases/study.ts";
import { planApplication, type ApplicationMachine, type ApplicationNodePlan } from "../components/application/plan.ts";
import {
  guestWarnings,
  planGuests,
  validateGuests,
  type GuestPlan,
  type PlanGuestsArgs,
} from "../components/guest/plan.ts";
import { validateClusterFilesystem, validateFencing } from "../components/cluster-filesystem/plan.ts";
import { planBridges, type BridgePlan } from "../components/host-bridges/plan.ts";
import { planStorage, validateStorage, type LunPlan } from "../components/shared-storage/plan.ts";
import { planTrafficSimulators, type TrafficSimulatorsPlan } from "../components/traffic-simulators/plan.ts";
import type { Inventory, InventoryHost, InventorySimulator } from "../rack/inventory.ts";
import type { StackSpec } from "./spec.ts";

export interface PlannedHost {
  readonly name: string;
  /** The active host runs the processes that serve the load. */
  readonly role: "active" | "passive";
  readonly pcpus: number;
  readonly memoryMiB: number;
  /** Empty on bare metal. */
  readonly bridges: readonly BridgePlan[];
}

export interface TestbedPlan {
  readonly stack: string;
  readonly platform: StackSpec["platform"];
  readonly layout: StackSpec["layout"];
  /** Name of the inventory. */
  readonly rack: string;
  readonly emulated: boolean;
  readonly scale: Inventory["scale"];
  readonly hosts: readonly PlannedHost[];
  /** Absent on bare metal: its data is on the hosts' own disks. */
  readonly sharedLun: LunPlan | undefined;
  readonly guests: readonly GuestPlan[];
  readonly application: readonly ApplicationNodePlan[];
  readonly traffic: TrafficSimulatorsPlan;
  readonly benchmark: CasesPlan;
  /** What a reader of the results must know, such as overcommitted pCPUs. */
  readonly warnings: readonly string[];
  /** SHA-256 of all the above, in hexadecimal. */
  readonly digest: string;
}

/** Plans a testbed. Throws one `invalid_input` with every reason why it cannot be built. */
export function planTestbed(stack: string, spec: StackSpec, inventory: Inventory): TestbedPlan {
  const { platform, layout } = spec;
  const machines = [...inventory.hosts, ...inventory.simulators];
  const guestArgs: PlanGuestsArgs | undefined =
    platform === "bare"
      ? undefined
      : {
          rack: inventory.name,
          platform,
          layout,
          pinning: spec.pinning,
          hosts: inventory.hosts,
          networks: inventory.networks,
          machines,
          scale: inventory.scale,
        };
  const guests = guestArgs === undefined ? [] : planGuests(guestArgs);
  const storageArgs =
    platform === "bare" ? undefined : { platform, luns: inventory.luns, guestImage: inventory.guestImage };
  const problems: Problem[] = [
    ...(guestArgs === undefined ? [] : validateGuests(guestArgs, guests)),
    ...(storageArgs === undefined ? [] : validateStorage(storageArgs)),
    ...(platform === "bare"
      ? []
      : [
          ...validateClusterFilesystem(inventory),
          ...validateFencing({ platform, isExpendable: inventory.emulated || spec.inventory === "lab" }),
        ]),
  ];
  if (problems.length > 0) throw invalidInput(`stack ${stack} on inventory ${inventory.name}`, problems);

  const application = planApplication({
    machines: platform === "bare" ? hostsAsMachines(inventory) : guests.map(guestAsMachine),
    isEmulated: inventory.emulated,
  });
  const clusters = [...new Set(application.map((node) => node.cluster))];
  const activeHosts = new Set(
    application.filter((node) => node.preferred === "active").map((node) => hostOf(node.machine, guests)),
  );
  const loads = spec.benchmarks.loads === "study" ? studyLoads(platform, layout) : spec.benchmarks.loads;

  const plan = {
    stack,
    platform,
    layout,
    rack: inventory.name,
    emulated: inventory.emulated,
    scale: inventory.scale,
    hosts: inventory.hosts.map((host) => ({
      name: host.name,
      role: activeHosts.has(host.name) ? ("active" as const) : ("passive" as const),
      pcpus: host.pcpus,
      memoryMiB: host.memoryMiB,
      bridges: platform === "bare" ? [] : planBridges({ host, networks: inventory.networks }),
    })),
    sharedLun: storageArgs === undefined ? undefined : planStorage(storageArgs).shared,
    guests,
    application,
    traffic: planTrafficSimulators({
      machines: inventory.simulators.map((machine) => ({
        name: machine.name,
        trafficAddresses: addressesOn(inventory, machine, "traffic"),
      })),
      clusters,
      greatestClusterReqPerSec: Math.max(...loads) * Math.max(...Object.values(clusterShares(layout, clusters))),
      simulatorReqPerSec: spec.workload.simulatorReqPerSec,
    }),
    benchmark: planCases({
      platform,
      layout,
      clusters,
      loadsReqPerSec: spec.benchmarks.loads,
      repetitions: spec.benchmarks.repetitions,
      arrival: spec.benchmarks.arrival,
      seed: spec.benchmarks.seed,
      loadScale: inventory.scale.load,
      timeScale: inventory.scale.time,
    }),
    warnings: guestArgs === undefined ? [] : guestWarnings(guestArgs, guests),
  };
  return { ...plan, digest: createHash("sha256").update(JSON.stringify(plan)).digest("hex") };
}

/** On bare metal the application pair runs on the first two hosts, and its heartbeat over the first interconnect. */
function hostsAsMachines(inventory: Inventory): ApplicationMachine[] {
  return inventory.hosts.slice(0, 2).map((host) => ({
    name: host.name,
    cluster: "a",
    trafficAddresses: addressesOn(inventory, host, "traffic"),
    interconnectAddress: addressesOn(inventory, host, "interconnect")[0] ?? "",
  }));
}

function guestAsMachine(guest: GuestPlan): ApplicationMachine {
  const on = (role: string): string[] =>
    guest.interfaces.filter((card) => card.role === role).map((card) => card.address);
  return {
    name: guest.name,
    cluster: guest.cluster,
    trafficAddresses: on("traffic"),
    interconnectAddress: on("interconnect")[0] ?? "",
  };
}

function hostOf(machine: string, guests: readonly GuestPlan[]): string {
  return guests.find((guest) => guest.name === machine)?.host ?? machine;
}

function addressesOn(
  inventory: Inventory,
  machine: InventoryHost | InventorySimulator,
  role: Inventory["networks"][number]["role"],
): string[] {
  const names = inventory.networks.filter((network) => network.role === role).map((network) => network.name);
  return machine.interfaces.filter((card) => names.includes(card.network)).map((card) => card.address);
}
