/** The workloads, by the `kind` of a stack's `workload:`. */
import { command } from "./command/index.ts";
import type { WorkloadSettings } from "./spec.ts";
import { ss7 } from "./ss7/index.ts";
import type { Workload } from "./workload.ts";

const workloads = { ss7, command } as const satisfies { readonly [Kind in WorkloadSettings["kind"]]: unknown };

/** The workload that settings are of. */
export function workloadOf({ kind }: Pick<WorkloadSettings, "kind">): Workload<WorkloadSettings> {
  return workloads[kind];
}

/** The workload of a recorded kind. Throws `RangeError` for a kind that this version does not know. */
export function workloadOfKind(kind: string): Workload<WorkloadSettings> {
  if (!(kind in workloads)) throw new RangeError(`there is no workload called ${kind}`);
  return workloads[kind as WorkloadSettings["kind"]];
}
