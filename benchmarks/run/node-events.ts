/** What happened to the application's nodes during a case, on the run's clock. */
import type { Remote } from "../../rack/remote.ts";
import type { NodeEvent, RunNode, WorkloadRuntime } from "../../workloads/workload.ts";
import type { RunEvent } from "../results/case-record.ts";
import type { ClockOffset } from "./clock.ts";

/** Take-overs and notes between two times of the run's clock, in order. */
export async function nodeEvents(
  remote: Remote,
  workload: WorkloadRuntime,
  nodes: readonly RunNode[],
  clocks: ReadonlyMap<string, ClockOffset>,
  fromMs: number,
  toMs: number,
): Promise<RunEvent[]> {
  const events = await Promise.all(
    nodes.map(async (node) => {
      const offsetMs = clocks.get(node.machine)?.offsetMs ?? 0;
      return (await workload.eventsOf(remote, node)).map((event) => runEvent(node, event, offsetMs));
    }),
  );
  return events
    .flat()
    .filter((event) => event.timeMs >= fromMs && event.timeMs <= toMs)
    .toSorted((left, right) => left.timeMs - right.timeMs);
}

/** A take-over by the standby is a fail-over. */
function runEvent({ preferred }: RunNode, { timeEpochMs, kind, text }: NodeEvent, offsetMs: number): RunEvent {
  const tookOver = preferred === "standby" ? "fail-over" : "fail-back";
  return { timeMs: timeEpochMs - offsetMs, kind: kind === "took-over" ? tookOver : "note", text };
}
