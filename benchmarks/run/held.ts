/** Whether the testbed is still its stack's own. */
import { setTimeout } from "node:timers/promises";
import { CrossbedError } from "../../base/errors.ts";
import { demandLeases } from "../../rack/lease.ts";
import type { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";

/** Throws where another stack has taken a machine meanwhile: no case may run there. */
export async function demandHeld(
  remote: Remote,
  { lease, hosts, simulators }: Pick<BenchmarkRequest, "lease" | "hosts" | "simulators">,
): Promise<void> {
  if (lease === undefined) return;
  const machines = [...hosts, ...simulators].map(({ name }) => name);
  await demandLeases(remote, machines, lease);
}

/** How often to ask an unreachable machine again, and how long to wait for that. */
const patience = { times: 3, waitMs: 10_000 };

/**
 * Asks by `demand` and, as long as a machine cannot be reached, again. Gives what ssh says of a machine that stays out of reach:
 * that costs a case and no more. @throws what `demand` throws of a machine that answers.
 */
export async function unreachedBy(
  demand: () => Promise<void>,
  signal: AbortSignal,
  { times, waitMs } = patience,
): Promise<CrossbedError | undefined> {
  for (let left = times; ; left -= 1) {
    try {
      await demand();
      return undefined;
    } catch (error) {
      if (!(error instanceof CrossbedError) || error.code !== "unreachable") throw error;
      if (left === 0 || signal.aborted) return error;
      // An abort ends the wait; the next answer, whatever it is, is the last.
      await setTimeout(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
