/** One repetition of one case: collectors on, load on, wait, collectors off. */
import { secToMs } from "../../base/units.ts";
import { expectedSec } from "../cases/plan.ts";
import type { PlannedCase } from "../cases/planned-case.ts";
import type { RunEvent } from "../results/case-record.ts";
import type { CaseResult } from "../results/case-result.ts";
import { HostCollector, type CollectedHost } from "./collectors.ts";
import { clockOf, offsetOf, type CaseContext } from "./context.ts";
import { generatorResult } from "./generator-result.ts";
import { runLoad, type LoadOutcome } from "./load.ts";
import { hopEvent } from "./migration/hops.ts";

/**
 * Runs one repetition. The caller adds events of the application, and clocks. Where the load fails, the collectors' files keep what
 * they recorded until then.
 */
export async function runCase(planned: PlannedCase, secondsAfter: number, context: CaseContext): Promise<CaseResult> {
  const { request, remote, writer, progress } = context;
  const startedAtMs = Date.now();
  const lengthSec = expectedSec(planned);
  const title = `case ${planned.case} (${String(planned.offeredReqPerSec)} req/s)`;
  progress.step(title, secondsAfter + lengthSec);

  const collectors = await Promise.all(
    request.hosts.map(async (host) => {
      const file = await writer.rawFile(planned.case, planned.repetition, `${host.name}.${request.cpuTool}.txt`);
      return new HostCollector(remote, request.cpuTool, host, planned.intervalSec, file);
    }),
  );
  const finish = (): Promise<CollectedHost>[] =>
    collectors.map((collector) => collector.finish(clockOf(context, collector.host.name)));
  let load: LoadOutcome;
  try {
    await Promise.all(collectors.map((collector) => collector.started()));
    load = await runLoad(planned, context, (index, succeeded, failed) => {
      const left = secondsAfter + lengthSec - (index + 1) * planned.intervalSec;
      progress.step(`  ${title}: ${String(succeeded)} answered, ${String(failed)} failed`, left);
    });
  } catch (error) {
    await Promise.allSettled(finish());
    throw error;
  }
  return caseResult(planned, startedAtMs, load, await Promise.all(finish()), context);
}

function caseResult(
  planned: PlannedCase,
  startedAtMs: number,
  { fromMs, reports, moved }: LoadOutcome,
  hosts: readonly CollectedHost[],
  context: CaseContext,
): CaseResult {
  const measuredFromMs = fromMs + secToMs(planned.warmUpSec);
  const wholeMs =
    moved === undefined
      ? measuredFromMs + secToMs(planned.measuredSec)
      : Math.max(...reports.map(({ generator, final }) => final.endEpochMs - offsetOf(context, generator.machine)));
  const interrupted = reports.some((report) => report.final.interrupted);
  const endedAtMs = Date.now();
  return {
    case: planned.case,
    repetition: planned.repetition,
    nominalReqPerSec: planned.nominalReqPerSec,
    offeredReqPerSec: planned.offeredReqPerSec,
    arrival: planned.arrival,
    seed: planned.seed,
    intervalSec: planned.intervalSec,
    startedAtMs,
    measuredFromMs: interrupted ? Math.min(measuredFromMs, endedAtMs) : measuredFromMs,
    measuredToMs: interrupted ? Math.min(wholeMs, endedAtMs) : wholeMs,
    endedAtMs,
    outcome: interrupted ? "interrupted" : moved?.failure === undefined ? "completed" : "failed",
    ...(moved?.failure === undefined ? {} : { failure: moved.failure }),
    generators: reports.map((report) => generatorResult(report, offsetOf(context, report.generator.machine))),
    hosts: hosts.map(({ host: { name, role, pcpus }, samples }) => {
      return { name, role, tool: context.request.cpuTool, pcpus, samples };
    }),
    ...(moved === undefined ? {} : { hops: [...moved.hops], probeIntervalMs: moved.probeIntervalMs }),
    events: [
      ...(moved?.hops ?? []).map(hopEvent),
      ...(interrupted
        ? [{ timeMs: endedAtMs, kind: "interrupted", text: "The run was interrupted." } satisfies RunEvent]
        : []),
    ],
    warnings: [
      ...(moved?.warnings ?? []),
      ...reports.flatMap((report) => report.warnings),
      ...hosts.flatMap((host) => host.warnings),
    ],
  };
}
