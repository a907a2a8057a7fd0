/**
 * Few requests outside of the cases, until they are answered in time. Before the first case: programs that have just started
 * compile what they need when they need it, which takes many seconds where the processor is emulated. After a case that was not
 * carried: what it left queued would be served in the next one.
 */
import { secToMs } from "../../base/units.ts";
import type { CaseContext } from "./context.ts";

/** A request every two seconds from each generator, none of them sent again: they cannot pile up. */
const round = {
  rateReqPerSec: 0.5,
  arrival: "constant",
  seed: 0,
  warmUpMs: 0,
  durationMs: secToMs(10),
  intervalMs: secToMs(10),
  timeoutMs: secToMs(30),
  maxRetransmissions: 0,
} as const;

/** A service that is not in time after so many rounds goes into its next case as it is, and the case tells. */
const rounds = 6;

/** What the requests are kept as, and what they are called to whom waits. */
export interface ProbePurpose {
  /** Folder in `raw/`; the round is added. */
  readonly folder: string;
  readonly title: string;
}

/**
 * Sends few requests, which no figure counts, until each of a round is answered before a case's would be sent again.
 *
 * @returns what was still wrong in the last round; undefined where the service answers in time, and where the run is interrupted.
 */
export async function awaitAnswers(
  { request, generators, writer, progress, signal }: CaseContext,
  { folder, title }: ProbePurpose,
): Promise<string | undefined> {
  const inTimeMs = Math.min(...request.cases.map(({ timeoutMs }) => timeoutMs));
  let text: string | undefined;
  for (let number = 1; number <= rounds; number += 1) {
    const reports = await Promise.all(
      generators.map(async (generator) => {
        const rawFile = await writer.rawFile(folder, number, `${generator.plan.name}.jsonl`);
        return await generator.run(round, rawFile, signal);
      }),
    );
    if (signal.aborted) return undefined;
    const losses = reports.flatMap(({ generator, final: { totals } }) => {
      const lost = totals.sent - totals.succeeded;
      return lost === 0 ? [] : [`${generator.name} lost ${String(lost)} of ${String(totals.sent)}`];
    });
    const slowestMs = Math.max(
      ...reports.flatMap(({ intervals }) => intervals.map(({ responseTimeMs }) => responseTimeMs?.max ?? 0)),
    );
    text = losses.length > 0 ? losses.join(", ") : `the slowest took ${slowestMs.toFixed(0)} ms`;
    progress.say(`${title}: ${text}`);
    if (losses.length === 0 && slowestMs < inTimeMs) return undefined;
  }
  return text;
}
