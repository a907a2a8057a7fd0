/**
 * The first requests of a run. Programs that have just started compile what they need when they need it, which takes many
 * seconds where the processor is emulated; a load that met such programs would still be waiting when its measured window begins.
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

/** A service that is still late after so many rounds goes into its first case as it is, and the case shows it. */
const rounds = 6;

/** Sends few requests, which no figure counts, until each of a round is answered before a case's would be sent again. */
export async function awaitAnswers({ request, generators, writer, progress, signal }: CaseContext): Promise<void> {
  const inTimeMs = Math.min(...request.cases.map(({ timeoutMs }) => timeoutMs));
  for (let number = 1; number <= rounds; number += 1) {
    const reports = await Promise.all(
      generators.map(async (generator) => {
        const rawFile = await writer.rawFile("first-requests", number, `${generator.plan.name}.jsonl`);
        return await generator.run(round, rawFile, signal);
      }),
    );
    if (signal.aborted) return;
    const losses = reports.flatMap(({ generator, final: { totals } }) => {
      const lost = totals.sent - totals.succeeded;
      return lost === 0 ? [] : [`${generator.name} lost ${String(lost)} of ${String(totals.sent)}`];
    });
    const slowestMs = Math.max(
      ...reports.flatMap(({ intervals }) => intervals.map(({ responseTimeMs }) => responseTimeMs?.max ?? 0)),
    );
    const text = losses.length > 0 ? losses.join(", ") : `the slowest took ${slowestMs.toFixed(0)} ms`;
    progress.say(`first requests: ${text}`);
    if (losses.length === 0 && slowestMs < inTimeMs) return;
  }
}
