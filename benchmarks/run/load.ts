/** The load of one case: all generators at once, and the guest that moves meanwhile. */
import { secToMs } from "../../base/units.ts";
import type { PlannedCase } from "../cases/planned-case.ts";
import type { IntervalRecord, RunSpec } from "../../workloads/records.ts";
import { emulatedLagWarningMs } from "../../workloads/send-lag.ts";
import type { GeneratorReport, RunningGenerator } from "../../workloads/workload.ts";
import { offsetOf, type CaseContext } from "./context.ts";
import { runHops, type HopsOutcome } from "./migration/hops.ts";

/** Commands reach every generator before the load starts; the first intended send time lies so far ahead. */
const leadMs = 2000;

export interface LoadOutcome {
  /** First intended send time by the run's clock. */
  readonly fromMs: number;
  readonly reports: readonly GeneratorReport[];
  /** Absent where no guest was meant to move. */
  readonly moved?: HopsOutcome;
}

/** Runs the load to its end. `onProgress` gets each fifth interval, all generators together. */
export async function runLoad(
  planned: PlannedCase,
  context: CaseContext,
  onProgress: (index: number, succeeded: number, failed: number) => void,
): Promise<LoadOutcome> {
  const { generators, writer, signal } = context;
  const fromMs = Date.now() + leadMs;
  const over = new AbortController();
  const moving = startMoving(planned, fromMs, context, over.signal);
  const counts = new IntervalDisplay(generators.length, onProgress);
  let reports: GeneratorReport[];
  try {
    reports = await Promise.all(
      generators.map(async (generator, index) => {
        const rawFile = await writer.rawFile(planned.case, planned.repetition, `${generator.plan.name}.jsonl`);
        return await generator.run(loadOf(planned, generator, index, fromMs, context), rawFile, signal, (interval) => {
          counts.add(interval);
        });
      }),
    );
  } finally {
    over.abort();
    await moving?.catch(() => undefined);
  }
  const moved = await moving;
  return { fromMs, reports, ...(moved === undefined ? {} : { moved }) };
}

function startMoving(
  planned: PlannedCase,
  fromMs: number,
  context: CaseContext,
  over: AbortSignal,
): Promise<HopsOutcome> | undefined {
  if (planned.migration === undefined) return undefined;
  const measuredFromMs = fromMs + secToMs(planned.warmUpSec);
  const moving = runHops(planned.migration, planned, measuredFromMs, context, over).finally(() => {
    for (const generator of context.generators) generator.end();
  });
  // Awaited after the load; until then a failure is not unhandled.
  moving.catch(() => undefined);
  return moving;
}

function loadOf(
  planned: PlannedCase,
  { plan }: RunningGenerator,
  index: number,
  fromMs: number,
  context: CaseContext,
): RunSpec {
  const peers = context.generators.filter((other) => other.plan.cluster === plan.cluster).length;
  return {
    rateReqPerSec: (planned.clusterReqPerSec[plan.cluster] ?? 0) / peers,
    arrival: planned.arrival,
    seed: planned.seed * 1000 + index,
    startAtEpochMs: fromMs + offsetOf(context, plan.machine),
    warmUpMs: secToMs(planned.warmUpSec),
    durationMs: secToMs(planned.measuredSec),
    intervalMs: secToMs(planned.intervalSec),
    timeoutMs: planned.timeoutMs,
    maxRetransmissions: planned.maxRetransmissions,
    ...(context.request.emulated ? { lagWarningMs: emulatedLagWarningMs } : {}),
  };
}

/** Adds up the counts of all generators, and reports them once an interval is complete. */
class IntervalDisplay {
  readonly #generators: number;
  readonly #show: (index: number, succeeded: number, failed: number) => void;
  readonly #intervals = new Map<number, { seen: number; succeeded: number; failed: number }>();

  constructor(generators: number, show: (index: number, succeeded: number, failed: number) => void) {
    this.#generators = generators;
    this.#show = show;
  }

  add(interval: IntervalRecord): void {
    const sum = this.#intervals.get(interval.index) ?? { seen: 0, succeeded: 0, failed: 0 };
    sum.seen += 1;
    sum.succeeded += interval.succeeded;
    sum.failed += interval.failed;
    this.#intervals.set(interval.index, sum);
    if (sum.seen < this.#generators) return;
    this.#intervals.delete(interval.index);
    if (interval.index % 5 === 4) this.#show(interval.index, sum.succeeded, sum.failed);
  }
}
