/** Whether a platform carried a load. */
import { linearRegression } from "simple-statistics";
import type { Arrival } from "../../base/arrivals.ts";

export interface LoadOutcome {
  readonly outcome: "completed" | "interrupted" | "failed";
  /** Why, when it failed. */
  readonly failure?: string | undefined;
  readonly offeredReqPerSec: number;
  /** Undefined where nobody told. */
  readonly arrival?: Arrival | undefined;
  readonly measuredSec: number;
  /** Null is what nobody counted; an application that tells in a generator's place does not see what was sent. */
  readonly sent: number | null;
  readonly succeeded: number | null;
  readonly failed: number | null;
  /** Requests sent and neither answered nor given up at the end of each interval but the last, in the order of time; empty where unknown. */
  readonly backlog: readonly number[];
}

export interface Feasibility {
  /** Undefined when the load was not offered for the whole time, so that nothing can be said about the platform. */
  readonly isFeasible: boolean | undefined;
  /** One sentence each, without a full stop. Empty when feasible. */
  readonly reasons: readonly string[];
}

/** Share of the offered load that must be answered. */
const requiredShare = 0.99;

/** The same rule for people. */
export const feasibleWhen = `no request failed, ${String(100 * requiredShare)} % of the load was answered, and the number of waiting requests did not grow by more than one second’s load`;

/**
 * A load is feasible when no request failed, which is the study's own limit (thesis 3.7.1), enough of the offered load was
 * answered, and the number of waiting requests did not grow by more than a second's load.
 */
export function judgeFeasibility(load: LoadOutcome): Feasibility {
  if (load.outcome === "interrupted") return { isFeasible: undefined, reasons: ["the case was interrupted"] };
  if (load.outcome === "failed") {
    return { isFeasible: undefined, reasons: [`the case failed: ${load.failure ?? "nobody said why"}`] };
  }
  const due = load.offeredReqPerSec * load.measuredSec;
  // The number of Poisson arrivals has the variance of its mean; three standard deviations are taken for chance.
  const chance = load.arrival === "constant" ? 0 : 3 * Math.sqrt(due);
  const { sent, succeeded, failed } = load;
  if (succeeded === null || failed === null) {
    return { isFeasible: undefined, reasons: ["nobody recorded what became of the requests"] };
  }
  if (sent === null) return judgeByAnswers(succeeded, failed, due, chance);
  if (sent < requiredShare * due - chance - 1) {
    return { isFeasible: undefined, reasons: [`the generators sent only ${percentOf(sent, due)} of the load`] };
  }
  const reasons: string[] = [];
  if (failed > 0) reasons.push(`${String(failed)} of ${String(sent)} requests failed`);
  if (succeeded < requiredShare * Math.min(sent, due)) {
    reasons.push(`only ${percentOf(succeeded, sent)} of the requests were answered`);
  }
  const growth = backlogGrowth(load.backlog);
  if (growth > Math.max(load.offeredReqPerSec, 10)) {
    reasons.push(`the number of waiting requests grew by ${growth.toFixed(0)}`);
  }
  return { isFeasible: reasons.length === 0, reasons };
}

/** Where nobody counted what was sent: too few answers may mean that too little was sent. */
function judgeByAnswers(succeeded: number, failed: number, due: number, chance: number): Feasibility {
  if (failed > 0) {
    return { isFeasible: false, reasons: [`${String(failed)} requests failed, ${String(succeeded)} were answered`] };
  }
  if (succeeded >= requiredShare * due - chance - 1) return { isFeasible: true, reasons: [] };
  const share = percentOf(succeeded, due);
  return {
    isFeasible: undefined,
    reasons: [`${share} of the load was answered, and nobody recorded how much was sent`],
  };
}

/** Rise of the least-squares line through the series, from its first to its last value. */
function backlogGrowth(backlog: readonly number[]): number {
  if (backlog.length < 3) return 0;
  return linearRegression(backlog.map((value, index) => [index, value])).m * (backlog.length - 1);
}

function percentOf(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
