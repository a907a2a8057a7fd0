/** What the parts of a case share. */
import type { RunWriter } from "../results/writer.ts";
import type { ClockOffset, Clocks } from "./clock.ts";
import type { RunningGenerator, WorkloadRuntime } from "../../workloads/workload.ts";
import type { Progress } from "./progress.ts";
import type { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";

export interface CaseContext {
  readonly request: BenchmarkRequest;
  readonly remote: Remote;
  readonly workload: WorkloadRuntime;
  readonly generators: readonly RunningGenerator[];
  /** As they were before the case. */
  readonly clocks: Clocks;
  readonly writer: RunWriter;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Offset of a machine's clock; every machine's is measured before each case. */
export function clockOf(context: Pick<CaseContext, "clocks">, machine: string): ClockOffset {
  const clock = context.clocks.get(machine);
  if (clock === undefined) throw new Error(`the clock of ${machine} was not measured`);
  return clock;
}

/** What a machine's clock is ahead of the run's, in milliseconds. */
export function offsetOf(context: Pick<CaseContext, "clocks">, machine: string): number {
  return clockOf(context, machine).offsetMs;
}
