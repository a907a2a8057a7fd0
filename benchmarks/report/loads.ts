/** The repetitions of a run, sorted by their load. */
import type { WarningSubject } from "../../base/warnings.ts";
import { HistogramSum } from "../analysis/histogram.ts";
import type { CaseTally } from "../analysis/case-tally.ts";
import type { Analysis } from "../analysis/summarise.ts";
import type { SummaryCase } from "../results/summary.ts";

export interface Repetition {
  readonly summary: SummaryCase;
  readonly tally: CaseTally;
  readonly around: CaseTally;
}

/** All repetitions of one case. */
export interface Load {
  readonly case: string;
  readonly nominalReqPerSec: number;
  readonly offeredReqPerSec: number;
  readonly repetitions: readonly Repetition[];
  /** No repetition was infeasible and at least one was feasible; undefined when none can be judged. */
  readonly isFeasible: boolean | undefined;
}

/** Loads ascending, repetitions by number. */
export function loadsOf({ summary, tallies, around }: Analysis): Load[] {
  const repetitions = summary.cases.flatMap((each, index): Repetition[] => {
    const [tally, outside] = [tallies[index], around[index]];
    return tally === undefined || outside === undefined ? [] : [{ summary: each, tally, around: outside }];
  });
  return [...new Set(repetitions.map((each) => each.summary.case))]
    .map((name): Load => {
      const group = repetitions.filter((each) => each.summary.case === name);
      const judged = group.map((each) => each.summary.feasible).filter((feasible) => feasible !== null);
      return {
        case: name,
        nominalReqPerSec: group[0]?.summary.nominalReqPerSec ?? 0,
        offeredReqPerSec: group[0]?.summary.offeredReqPerSec ?? 0,
        repetitions: group.toSorted((left, right) => left.summary.repetition - right.summary.repetition),
        isFeasible: judged.length === 0 ? undefined : judged.every(Boolean),
      };
    })
    .toSorted((left, right) => left.nominalReqPerSec - right.nominalReqPerSec);
}

/** What a reader of a figure of these repetitions has to know, a sentence each. */
export function warningsAbout(repetitions: readonly Repetition[], about: WarningSubject): string[] {
  return repetitions.flatMap(({ summary }) =>
    summary.warnings.filter((warning) => warning.about === about).map(({ text }) => text),
  );
}

/** Answers of all repetitions of a load as one distribution. */
export function answersOf(load: Load): HistogramSum {
  const sum = new HistogramSum();
  for (const { tally } of load.repetitions) sum.addSum(tally.histogram);
  return sum;
}
