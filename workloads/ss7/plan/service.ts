/** What a node does with a request, and by how many threads: from the stack's settings and the machine that carries it. */
import type { Problem } from "../../../base/errors.ts";
import { hostPaths } from "../../../rack/paths.ts";
import type { WorkloadPlanArgs } from "../../workload.ts";
import { describeServiceWork, type ServiceWorkConfig } from "../application/service-work.ts";
import type { Ss7Settings } from "../spec.ts";
import type { Ss7NodePlan } from "./nodes.ts";

type ServicePlan = ServiceWorkConfig & { readonly workers: number };

/** What the system and Node.js need of a machine's memory beside the working set. */
const reserveMiB = 256;

export function planService(settings: Ss7Settings, { node, cpus }: Pick<Ss7NodePlan, "node" | "cpus">): ServicePlan {
  const { workers, serviceWorkUs, serviceMemory, serviceJournal } = settings;
  return {
    workers: workers === "vcpus" ? cpus : workers,
    serviceWorkUs,
    ...(serviceMemory === undefined ? {} : { serviceMemory }),
    ...(serviceJournal === undefined
      ? {}
      : { serviceJournal: { file: `${hostPaths.HOST_LOGS}/${node}.journal`, ...serviceJournal } }),
  };
}

/** Working sets that a machine has no memory for. */
export function validateService({ settings, machines }: WorkloadPlanArgs<Ss7Settings>): Problem[] {
  const { memoryMiB = 0 } = settings.serviceMemory ?? {};
  return machines
    .filter((machine) => memoryMiB > 0 && memoryMiB > machine.memoryMiB - reserveMiB)
    .map((machine) => ({
      path: "workload.serviceMemory.memoryMiB",
      message:
        `is ${String(memoryMiB)}, but ${machine.name} has ${String(machine.memoryMiB)} MiB and needs ${String(reserveMiB)} of them itself. ` +
        `Lower it to ${String(Math.max(0, Math.floor(machine.memoryMiB - reserveMiB)))} at most, or leave serviceMemory out.`,
    }));
}

/** For the report. */
export function serviceConditions(settings: Ss7Settings, nodes: readonly Ss7NodePlan[]): Record<string, string> {
  return {
    "work on a request": describeServiceWork(settings),
    workers: nodes.map((node) => `${node.node}: ${String(planService(settings, node).workers)}`).join(", "),
  };
}
