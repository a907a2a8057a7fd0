/** Whether the testbed is still its stack's own. */
import { demandLeases } from "../../rack/lease.ts";
import type { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";

/** Nobody is measured on machines that another stack has taken meanwhile. */
export async function demandHeld(
  remote: Remote,
  { lease, hosts, simulators }: Pick<BenchmarkRequest, "lease" | "hosts" | "simulators">,
): Promise<void> {
  if (lease === undefined) return;
  const machines = [...hosts, ...simulators].map(({ name }) => name);
  await demandLeases(remote, machines, lease);
}
