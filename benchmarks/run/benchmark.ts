/** A whole run: from a request to a result directory with summary and report. */
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { expectedSec } from "../cases/plan.ts";
import type { PlannedCase } from "../cases/planned-case.ts";
import type { Summary } from "../results/summary.ts";
import { RunWriter, type RunConditions } from "../results/writer.ts";
import { writeReport } from "../report/write.ts";
import { runCase } from "./case.ts";
import { measureClockOffset, type ClockOffset } from "./clock.ts";
import { workloadOfKind } from "../../workloads/index.ts";
import type { RunningGenerator } from "../../workloads/workload.ts";
import { nodeEvents } from "./node-events.ts";
import { keepNodeFiles } from "./node-files.ts";
import { awaitAnswers } from "./first-requests.ts";
import { askConditions, type Conditions } from "./machine-conditions.ts";
import { bringGuestsHome } from "./migration/move.ts";
import type { Progress } from "./progress.ts";
import { demandLeases } from "../../rack/lease.ts";
import { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";
import { versions } from "./versions.ts";

export interface BenchmarkOutcome {
  readonly directory: string;
  readonly report: string;
  readonly summary: Summary;
}

/**
 * Runs every case of a request in its order. `signal` interrupts: the load stops, what was measured is kept, the run is
 * marked interrupted and `interrupted` is thrown after summary and report are written.
 */
export async function runBenchmark(
  request: BenchmarkRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<BenchmarkOutcome> {
  const remote = await Remote.open(request.machines, request.privateKeyFile);
  const workload = await workloadOfKind(request.workload.kind).runtime();
  const { nodes } = request.workload;
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
    await workload.awaitNodes(remote, nodes, signal);
    const clocks = await measureClocks(remote, request);
    const writer = await RunWriter.create(
      request.resultsDirectory,
      await conditions(request, clocks, await askConditions(remote, request)),
      randomBytes(3).toString("hex"),
    );
    try {
      progress.say(`results: ${writer.directory}`);
      generators.push(
        ...(await Promise.all(request.workload.generators.map((plan) => workload.startGenerator(remote, plan)))),
      );
      const context = { request, remote, workload, generators, clocks, writer, progress, signal };
      if (workload.hasFirstRequests) await awaitAnswers(context);
      const failures: string[] = [];
      for (const [index, planned] of request.cases.entries()) {
        if (signal.aborted) break;
        const secondsAfter = secondsOf(request.cases.slice(index + 1));
        await demandHeld(remote, request);
        const result = await runCase(planned, secondsAfter, context);
        const { startedAtMs, endedAtMs } = result;
        // What was measured is kept, also when a machine is lost that could tell more.
        const events = await nodeEvents(remote, workload, nodes, clocks, startedAtMs, endedAtMs).catch(
          (error: unknown) => {
            failures.push(`case ${result.case} lacks what the application says of it: ${String(error)}`);
            return [];
          },
        );
        await writer.appendCase({ ...result, events: [...events, ...result.events] });
        if (result.outcome === "failed") failures.push(`case ${result.case} failed: ${result.failure ?? ""}`);
      }
      failures.push(...(await keepNodeFiles(remote, nodes, writer.directory)));
      if (failures.length > 0)
        throw new CrossbedError("command_failed", failures.join("\n"), { where: writer.directory });
      await writer.finish({ status: signal.aborted ? "interrupted" : "complete", endedAtMs: Date.now(), warnings: [] });
    } catch (error) {
      const text = messageOf(error);
      await writer.finish({
        status: signal.aborted ? "interrupted" : "failed",
        endedAtMs: Date.now(),
        warnings: [text],
      });
      await writeReport(writer.directory);
      throw error;
    }
    const summary = await writeReport(writer.directory);
    const report = join(writer.directory, "report.html");
    if (signal.aborted) {
      throw new CrossbedError(
        "interrupted",
        `the benchmark was interrupted; what was measured is in ${writer.directory}.`,
      );
    }
    return { directory: writer.directory, report, summary };
  } finally {
    await Promise.allSettled(generators.map((generator) => generator.close()));
    await remote.close();
  }
}

/** Nobody is measured on machines that another stack has taken meanwhile. */
async function demandHeld(remote: Remote, { lease, hosts, simulators }: BenchmarkRequest): Promise<void> {
  if (lease === undefined) return;
  const machines = [...hosts, ...simulators].map(({ name }) => name);
  await demandLeases(remote, machines, lease);
}

/** The estimate of the plan, for what is still to run. */
function secondsOf(cases: readonly PlannedCase[]): number {
  return cases.reduce((sum, planned) => sum + expectedSec(planned), 0);
}

async function measureClocks(remote: Remote, request: BenchmarkRequest): Promise<Map<string, ClockOffset>> {
  const names = new Set([
    ...request.hosts.map((host) => host.name),
    ...request.simulators.map((simulator) => simulator.name),
    ...request.workload.nodes.map((node) => node.machine),
  ]);
  return new Map(
    await Promise.all([...names].map(async (name) => [name, await measureClockOffset(remote, name)] as const)),
  );
}

async function conditions(
  request: BenchmarkRequest,
  clocks: ReadonlyMap<string, ClockOffset>,
  machines: Conditions,
): Promise<RunConditions> {
  const factsOf = (name: string): Readonly<Record<string, string>> => machines.facts.get(name) ?? {};
  const offset = (name: string): { clockOffsetMs: number } | undefined => {
    const clock = clocks.get(name);
    return clock === undefined ? undefined : { clockOffsetMs: clock.offsetMs };
  };
  return {
    stack: request.stack,
    platform: request.platform,
    layout: request.layout,
    inventory: request.rack,
    emulated: request.emulated,
    scale: request.scale,
    seed: request.seed,
    planDigest: request.planDigest,
    imageDigest: request.imageDigest,
    spec: request.spec as RunConditions["spec"],
    versions: await versions(),
    workload: { kind: request.workload.kind, ...request.workload.conditions },
    hosts: request.hosts.map(({ name, pcpus, memoryMiB }) => ({
      name,
      facts: factsOf(name),
      pcpus,
      memoryMiB,
      ...offset(name),
    })),
    simulators: request.simulators.map(({ name }) => ({ name, facts: factsOf(name), ...offset(name) })),
    guests: request.guests.map(({ pins, emulator, ...guest }) => ({
      ...guest,
      pins: [...pins],
      emulator: [...emulator],
      facts: factsOf(guest.name),
    })),
    plannedCases: request.cases.map((planned) => ({
      case: planned.case,
      repetition: planned.repetition,
      nominalReqPerSec: planned.nominalReqPerSec,
      offeredReqPerSec: planned.offeredReqPerSec,
    })),
    startedAtMs: Date.now(),
    warnings: [
      ...machines.warnings.map(({ text }) => text),
      ...[...clocks].flatMap(([name, clock]) =>
        clock.uncertaintyMs > 50
          ? [`the clock of ${name} is known to within ${clock.uncertaintyMs.toFixed(0)} ms only`]
          : [],
      ),
    ],
  };
}
