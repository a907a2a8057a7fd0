/** What a run does with the signalling workload. */
import type { WorkloadRuntime } from "../../workload.ts";
import { LoadGenerator } from "./load-generator.ts";
import { awaitPairs, pairEvents } from "./pair.ts";

export const runtime: WorkloadRuntime = {
  hasProbeRequests: true,
  awaitNodes: awaitPairs,
  eventsOf: pairEvents,
  startGenerator: (remote, generator) => LoadGenerator.start(remote, generator),
};
