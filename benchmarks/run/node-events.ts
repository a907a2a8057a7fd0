/** What happened to the application's nodes during a case, on the run's clock. */
import type { NodeEvent, RunNode } from "../../workloads/workload.ts";
import type { CaseRecord, RunEvent } from "../results/case-record.ts";
import type { Clocks } from "./clock.ts";
import type { CaseContext } from "./context.ts";

/** Take-overs and notes between a case's start and end, in order. */
export async function nodeEvents(
  { remote, workload, request }: Pick<CaseContext, "remote" | "workload" | "request">,
  { startedAtMs, endedAtMs }: Pick<CaseRecord, "startedAtMs" | "endedAtMs">,
  clocks: Clocks,
): Promise<RunEvent[]> {
  const events = await Promise.all(
    request.workload.nodes.map(async (node) => {
      const offsetMs = clocks.get(node.machine)?.offsetMs ?? 0;
      return (await workload.eventsOf(remote, node)).map((event) => runEvent(node, event, offsetMs));
    }),
  );
  return events
    .flat()
    .filter((event) => event.timeMs >= startedAtMs && event.timeMs <= endedAtMs)
    .toSorted((left, right) => left.timeMs - right.timeMs);
}

/** A take-over by the standby is a fail-over. */
function runEvent({ preferred }: RunNode, { timeEpochMs, kind, text }: NodeEvent, offsetMs: number): RunEvent {
  const tookOver = preferred === "standby" ? "fail-over" : "fail-back";
  return { timeMs: timeEpochMs - offsetMs, kind: kind === "took-over" ? tookOver : "note", text };
}
