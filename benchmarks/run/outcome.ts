/** How a run ends: complete, interrupted or failed, with its end in the manifest and a report of what was measured. */
import { join } from "node:path";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { runFiles } from "../results/directory.ts";
import type { Summary } from "../results/summary.ts";
import type { RunEnd, RunWriter } from "../results/writer.ts";
import { writeReport } from "../report/write.ts";
import { LossyRun } from "./series.ts";

export interface BenchmarkOutcome {
  readonly directory: string;
  readonly report: string;
  readonly summary: Summary;
}

/**
 * Waits for the measurement, and writes the run's end and its report whatever the outcome.
 * @throws what the measuring threw; `interrupted` on the signal; what speaks against writing, with the former in front of it.
 */
export async function concludeRun(
  writer: RunWriter,
  measuring: Promise<void>,
  signal: AbortSignal,
): Promise<BenchmarkOutcome> {
  const { directory } = writer;
  const failures: unknown[] = [];
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  await attempt(() => measuring);
  await attempt(() => writer.finish(endOf(failures[0], signal.aborted)));
  const summary = await attempt(() => writeReport(directory));
  if (failures.length > 0) throw allOf(failures);
  if (signal.aborted) {
    throw new CrossbedError("interrupted", `the benchmark was interrupted; ${directory} holds what it measured.`);
  }
  if (summary === undefined) throw new Error("a report that did not fail has a summary");
  return { directory, report: join(directory, runFiles.report), summary };
}

function endOf(failure: unknown, isInterrupted: boolean): RunEnd {
  const status = isInterrupted ? "interrupted" : failure === undefined ? "complete" : "failed";
  const warnings =
    failure instanceof LossyRun ? failure.warnings : [{ about: "run" as const, text: messageOf(failure) }];
  return { status, endedAtMs: Date.now(), warnings: failure === undefined ? [] : warnings };
}

/** The first, which the others follow from or stand beside. */
function allOf(failures: readonly unknown[]): unknown {
  const [first, ...others] = failures;
  if (others.length === 0) return first;
  const code = first instanceof CrossbedError ? first.code : "command_failed";
  return new CrossbedError(code, failures.map(messageOf).join("\n"), { cause: first });
}
