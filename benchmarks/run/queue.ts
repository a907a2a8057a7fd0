/**
 * Between two cases: what a case that was not carried left queued in the service, in its sockets or in the network is answered
 * late, and would be counted against the next load, which the service might well carry.
 */
import type { RunWarning } from "../../base/warnings.ts";
import type { CaseResult } from "../results/case-result.ts";
import type { CaseContext } from "./context.ts";
import { awaitAnswers } from "./probe-requests.ts";

/** Waits until the service has answered what `before` left; the warning for the next case where it has not within the time that there is. */
export async function awaitQueueServed(before: CaseResult | undefined, context: CaseContext): Promise<RunWarning[]> {
  const { signal, workload } = context;
  if (before === undefined || signal.aborted || !workload.hasProbeRequests || unansweredOf(before) === 0) return [];
  const { case: name, repetition } = before;
  const left = await awaitAnswers(context, {
    folder: `after-${name}-r${String(repetition)}`,
    title: `what case ${name} left queued`,
  });
  if (left === undefined) return [];
  const text = `it began while the service was still busy with case ${name} (repetition ${String(repetition)}) or no longer served: of few requests ahead of it, ${left}`;
  return [{ about: "load", text }];
}

/** Requests of the whole load, warm-up included, that nobody answered in time. */
function unansweredOf({ generators }: CaseResult): number {
  return generators.reduce((sum, { totals }) => sum + (totals.sent ?? totals.succeeded) - totals.succeeded, 0);
}
