/** All cases of a request in their order, each kept as soon as it is over. */
import { CrossbedError, messageOf } from "../../base/errors.ts";
import type { RunWarning } from "../../base/warnings.ts";
import { expectedSec } from "../cases/plan.ts";
import type { PlannedCase } from "../cases/planned-case.ts";
import type { CaseResult } from "../results/case-result.ts";
import { runCase } from "./case.ts";
import { clockRecords, clockSteps } from "./clock-steps.ts";
import { measureClocks, type Clocks } from "./clock.ts";
import type { CaseContext } from "./context.ts";
import { demandHeld, unreachedBy } from "./held.ts";
import { nodeEvents } from "./node-events.ts";
import { LostProcess, whileProcessesRun } from "./lost-process.ts";
import { keepNodeFiles } from "./node-files.ts";
import { awaitQueueServed } from "./queue.ts";

/** All cases had their turn, and something was lost. */
export class LossyRun extends CrossbedError {
  readonly warnings: readonly RunWarning[];

  constructor(directory: string, warnings: readonly RunWarning[]) {
    const lines = warnings.map(({ case: name, text }) => (name === undefined ? text : `case ${name}: ${text}`));
    super("command_failed", lines.join("\n"), { where: directory });
    this.warnings = warnings;
  }
}

/** Runs the cases until the signal; then keeps the nodes' own files. @throws LossyRun with everything that could not be had. */
export async function runSeries(context: CaseContext): Promise<void> {
  const { request, remote, writer, signal } = context;
  const losses: RunWarning[] = [];
  let { clocks } = context;
  let previous: CaseResult | undefined;
  for (const [index, planned] of request.cases.entries()) {
    const { case: name, repetition } = planned;
    const notBegun = (error: unknown): void => {
      losses.push({ about: "run", case: name, repetition, text: `it was not begun: ${messageOf(error)}` });
    };
    const queued = await whileProcessesRun(context, (waiting) =>
      awaitQueueServed(previous, { ...context, signal: waiting }),
    ).catch((error: unknown) => {
      if (!(error instanceof LostProcess)) throw error;
      notBegun(error);
      return undefined;
    });
    if (queued === undefined || signal.aborted) break;
    const gone = await unreachedBy(async () => demandHeld(remote, request), signal);
    if (gone !== undefined) {
      notBegun(gone);
      continue;
    }
    const measured = await runCase(planned, secondsOf(request.cases.slice(index + 1)), { ...context, clocks });
    const result = { ...measured, warnings: [...queued, ...measured.warnings] };
    previous = result;
    const lost = (about: RunWarning["about"], text: string): void => {
      losses.push({ about, case: result.case, repetition: result.repetition, text });
    };
    const after = await measureClocks(remote, clocks.keys()).catch((error: unknown) => {
      lost("clock", `its clocks afterwards are not known: ${messageOf(error)}`);
      return undefined;
    });
    // What was measured is kept, also when a machine is lost that could tell more.
    const events = await nodeEvents(context, result, clocks).catch((error: unknown) => {
      lost("application", `what the application says of it is missing: ${messageOf(error)}`);
      return undefined;
    });
    await writer.appendCase(withClocks({ ...result, events: [...(events ?? []), ...result.events] }, clocks, after));
    if (result.outcome === "failed") lost("run", `it failed: ${result.failure ?? ""}`);
    clocks = after ?? clocks;
  }
  losses.push(...(await keepNodeFiles(remote, request.workload.nodes, writer.directory)));
  if (losses.length > 0) throw new LossyRun(writer.directory, losses);
}

function withClocks(result: CaseResult, before: Clocks, after: Clocks | undefined): CaseResult {
  const clocks = clockRecords(before, after);
  const steps = clockSteps(clocks, Date.now() - result.startedAtMs);
  return { ...result, clocks, warnings: [...result.warnings, ...steps] };
}

/** The estimate of the plan, for what is still to run. */
export function secondsOf(cases: readonly PlannedCase[]): number {
  return cases.reduce((sum, planned) => sum + expectedSec(planned), 0);
}
