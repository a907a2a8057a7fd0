/** A whole run: from a request to a result directory with summary and report. */
import { randomBytes } from "node:crypto";
import { RunWriter } from "../results/writer.ts";
import { measureClocks } from "./clock.ts";
import { workloadOfKind } from "../../workloads/index.ts";
import type { RunningGenerator } from "../../workloads/workload.ts";
import { conditions } from "./conditions.ts";
import type { CaseContext } from "./context.ts";
import { awaitAnswers } from "./probe-requests.ts";
import { askConditions } from "./machine-conditions.ts";
import { bringGuestsHome } from "./migration/move.ts";
import { demandHeld } from "./held.ts";
import { whileProcessesRun } from "./lost-process.ts";
import { concludeRun, type BenchmarkOutcome } from "./outcome.ts";
import type { Progress } from "./progress.ts";
import { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";
import { runSeries, secondsOf } from "./series.ts";

/**
 * Runs every case of a request in its order, as a run whose name ends in `suffix` (1 to 16 small letters and digits). `signal` interrupts: the load stops, what was measured is kept, the run is
 * marked interrupted and `interrupted` is thrown after summary and report are written. Likewise a run that fails is marked so.
 */
export async function runBenchmark(
  request: BenchmarkRequest,
  progress: Progress,
  signal: AbortSignal,
  suffix = randomBytes(3).toString("hex"),
): Promise<BenchmarkOutcome> {
  const remote = await Remote.open(request.machines, request.privateKeyFile);
  const workload = await workloadOfKind(request.workload.kind).runtime();
  const generators: RunningGenerator[] = [];
  try {
    await demandHeld(remote, request);
    // A migration that lost its runner may have left a guest away; everything begins with guests at home.
    if (request.migration !== undefined) {
      await bringGuestsHome(remote, request.migration, (line) => {
        progress.say(line);
      });
    }
    progress.step("waiting for the application", secondsOf(request.cases));
    await whileProcessesRun({ request, remote, signal }, async (waiting) => {
      await workload.awaitNodes(remote, request.workload.nodes, waiting);
    });
    const clocks = await measureClocks(remote, machinesOf(request));
    const writer = await RunWriter.create(
      request.resultsDirectory,
      await conditions(request, clocks, await askConditions(remote, request)),
      suffix,
    );
    progress.say(`results: ${writer.directory}`);
    const measured = (async () => {
      const plans = request.workload.generators;
      const context: CaseContext = { request, remote, workload, generators, clocks, writer, progress, signal };
      await whileProcessesRun(context, async (waiting) => {
        generators.push(...(await Promise.all(plans.map((plan) => workload.startGenerator(remote, plan)))));
        if (!workload.hasProbeRequests) return;
        await awaitAnswers({ ...context, signal: waiting }, { folder: "first-requests", title: "first requests" });
      });
      await runSeries(context);
    })();
    return await concludeRun(writer, measured, signal);
  } finally {
    await Promise.allSettled(generators.map((generator) => generator.close()));
    await remote.close();
  }
}

/** Machines whose times are read. */
function machinesOf({ hosts, simulators, workload }: BenchmarkRequest): string[] {
  return [
    ...hosts.map(({ name }) => name),
    ...simulators.map(({ name }) => name),
    ...workload.nodes.map(({ machine }) => machine),
  ];
}
