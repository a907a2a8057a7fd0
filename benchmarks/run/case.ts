/** One repetition of one case: collectors on, load on, wait, collectors off. */
import { countsIn } from "../../base/metrics.ts";
import { secToMs } from "../../base/units.ts";
import { expectedSec } from "../cases/plan.ts";
import type { PlannedCase } from "../cases/planned-case.ts";
import type { RunEvent } from "../results/case-record.ts";
import type { CaseResult, LoadInterval } from "../results/case-result.ts";
import type { FinalRecord, IntervalRecord, ServiceGap } from "../../workloads/records.ts";
import { HostCollector } from "./collectors.ts";
import { clockOf, type CaseContext } from "./context.ts";
import { cpuTool } from "./cpu-tools.ts";
import type { GeneratorReport } from "../../workloads/workload.ts";
import { hopEvent, runHops } from "./migration/hops.ts";

/** Commands reach every generator before the load starts; the first intended send time lies so far ahead. */
const leadMs = 2000;

type GeneratorResult = CaseResult["generators"][number];

/** Runs one repetition. Events of the application are added by the caller, who knows its logs. */
export async function runCase(planned: PlannedCase, secondsAfter: number, context: CaseContext): Promise<CaseResult> {
  const { request, remote, generators, writer, progress, signal } = context;
  const rawFile = (name: string): Promise<string> => writer.rawFile(planned.case, planned.repetition, name);
  const startedAtMs = Date.now();
  const lengthSec = expectedSec(planned);
  const title = `case ${planned.case} (${String(planned.offeredReqPerSec)} req/s)`;
  progress.step(title, secondsAfter + lengthSec);

  const tool = cpuTool(request.cpuTool);
  const collectors = await Promise.all(
    request.hosts.map(async (host) => {
      const file = await rawFile(`${host.name}.${tool.name}.txt`);
      const collector = new HostCollector(remote, tool, host, planned.intervalSec, file);
      await collector.started();
      return collector;
    }),
  );

  const loadFromMs = Date.now() + leadMs;
  const over = new AbortController();
  const moving =
    planned.migration === undefined
      ? undefined
      : runHops(planned.migration, planned, loadFromMs + secToMs(planned.warmUpSec), context, over.signal).finally(
          () => {
            for (const generator of generators) generator.end();
          },
        );
  // Awaited below, after the load; until then a failure is not unhandled.
  moving?.catch(() => undefined);
  const counts = new IntervalDisplay(generators.length, (index, succeeded, failed) => {
    const left = secondsAfter + lengthSec - (index + 1) * planned.intervalSec;
    progress.step(`  ${title}: ${String(succeeded)} answered, ${String(failed)} failed`, left);
  });
  let reports: GeneratorReport[];
  try {
    reports = await Promise.all(
      generators.map(async (generator, index) => {
        const { plan } = generator;
        const peers = generators.filter((other) => other.plan.cluster === plan.cluster).length;
        const load = {
          rateReqPerSec: (planned.clusterReqPerSec[plan.cluster] ?? 0) / peers,
          arrival: planned.arrival,
          seed: planned.seed * 1000 + index,
          startAtEpochMs: loadFromMs + offsetOf(context, plan.machine),
          warmUpMs: secToMs(planned.warmUpSec),
          durationMs: secToMs(planned.measuredSec),
          intervalMs: secToMs(planned.intervalSec),
          timeoutMs: planned.timeoutMs,
          maxRetransmissions: planned.maxRetransmissions,
          // An emulated machine's timers are late by milliseconds.
          ...(context.request.emulated ? { lagWarningMs: 10 } : {}),
        };
        return await generator.run(load, await rawFile(`${plan.name}.jsonl`), signal, (interval) => {
          counts.add(interval);
        });
      }),
    );
  } finally {
    over.abort();
    await moving?.catch(() => undefined);
  }
  const moved = await moving;
  const hosts = await Promise.all(
    collectors.map(async (collector) => ({
      ...(await collector.finish(clockOf(context, collector.host.name))),
      host: collector.host,
    })),
  );

  const measuredFromMs = loadFromMs + secToMs(planned.warmUpSec);
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
    hosts: hosts.map(({ host, cpu }) => ({
      name: host.name,
      role: host.role,
      tool: tool.name,
      pcpus: host.pcpus,
      cpu,
    })),
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

/** The counts of all generators together, told once an interval is complete. */
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

const offsetOf = (context: CaseContext, machine: string): number => clockOf(context, machine).offsetMs;

function generatorResult(
  { generator, final, intervals, hasSingleAnswers }: GeneratorReport,
  offsetMs: number,
): GeneratorResult {
  const drains = intervals.flatMap(({ phase, drainMs }) =>
    phase === "measure" && drainMs !== undefined ? [drainMs] : [],
  );
  return {
    name: generator.name,
    cluster: generator.cluster,
    totals: final.totals,
    ...(final.sendLag === undefined ? {} : { sendLag: final.sendLag }),
    ...(drains.length === 0 ? {} : { drainMs: Math.max(...drains) }),
    ...(hasSingleAnswers
      ? {
          gaps: gapsOf(intervals, final).map((gap) => ({
            startMs: gap.startEpochMs - offsetMs,
            endMs: gap.endEpochMs - offsetMs,
          })),
        }
      : { hasSingleAnswers }),
    intervals: intervals.map((interval) => loadInterval(interval, offsetMs)),
  };
}

/** The longest of each interval; one that no answer ended is told at the end of the run only. */
function gapsOf(intervals: readonly IntervalRecord[], final: FinalRecord): ServiceGap[] {
  const gaps = intervals.flatMap(({ serviceGap }) => (serviceGap === undefined ? [] : [serviceGap]));
  const { serviceGap: longest } = final;
  const isKnown = longest === undefined || gaps.some((gap) => gap.startEpochMs === longest.startEpochMs);
  return isKnown ? gaps : [...gaps, longest];
}

function loadInterval(record: IntervalRecord, offsetMs: number): LoadInterval {
  const { responseTimeMs, histogram } = record;
  return {
    startMs: record.startEpochMs - offsetMs,
    endMs: record.endEpochMs - offsetMs,
    ...countsIn(record),
    ...(responseTimeMs === undefined ? {} : { responseTimeMs }),
    ...(histogram === undefined ? {} : { histogram }),
  };
}
