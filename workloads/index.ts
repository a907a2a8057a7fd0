/** The workloads, by the `kind` of a stack's `workload:`. */
import type { WorkloadSettings } from "./spec.ts";
import { ss7 } from "./ss7/index.ts";
import type { Workload } from "./workload.ts";

const workloads = { ss7 } as const satisfies { readonly [Kind in WorkloadSettings["kind"]]: unknown };

/** The workload that settings are of. */
export function workloadOf<Settings extends WorkloadSettings>({ kind }: Settings): Workload<Settings> {
  return workloads[kind];
}

/** The workload of a recorded kind. Throws `RangeError` for a kind that this version does not know. */
export function workloadOfKind(kind: string): Workload<WorkloadSettings> {
  if (!(kind in workloads)) throw new RangeError(`there is no workload called ${kind}`);
  return workloads[kind as WorkloadSettings["kind"]];
}
