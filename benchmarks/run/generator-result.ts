/** What a load generator reported of a case, on the run's clock. */
import { countsIn } from "../../base/metrics.ts";
import type { CaseResult, LoadInterval } from "../results/case-result.ts";
import type { FinalRecord, IntervalRecord, ServiceGap } from "../../workloads/records.ts";
import type { GeneratorReport } from "../../workloads/workload.ts";

/** `offsetMs`: how far its machine's clock is ahead. */
export function generatorResult(
  { generator, final, intervals, hasSingleAnswers }: GeneratorReport,
  offsetMs: number,
): CaseResult["generators"][number] {
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
            ...(gap.isOpen === true ? { isOpen: gap.isOpen } : {}),
          })),
        }
      : { hasSingleAnswers }),
    intervals: intervals.map((interval) => loadInterval(interval, offsetMs)),
  };
}

/** The longest gap of each interval. The generator reports a gap that no answer ended only at the end of the run: it is open. */
function gapsOf(
  intervals: readonly IntervalRecord[],
  final: FinalRecord,
): readonly (ServiceGap & { readonly isOpen?: true })[] {
  const gaps = intervals.flatMap(({ serviceGap }) => (serviceGap === undefined ? [] : [serviceGap]));
  const { serviceGap: longest } = final;
  const isKnown = longest === undefined || gaps.some((gap) => gap.startEpochMs === longest.startEpochMs);
  return isKnown ? gaps : [...gaps, { ...longest, isOpen: true }];
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
