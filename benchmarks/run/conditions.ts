/** The conditions under which a run takes place, as its manifest keeps them. */
import type { RunWarning } from "../../base/warnings.ts";
import type { RunConditions } from "../results/writer.ts";
import type { Clocks } from "./clock.ts";
import type { Conditions } from "./machine-conditions.ts";
import type { BenchmarkRequest } from "./request.ts";
import { versions } from "./versions.ts";

/** A clock's offset that is known no better than this becomes a warning. */
const knownWellMs = 50;

export async function conditions(
  request: BenchmarkRequest,
  clocks: Clocks,
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
      ...machines.warnings.map(({ text }): RunWarning => ({ about: "conditions", text })),
      ...clockWarnings(clocks),
    ],
  };
}

function clockWarnings(clocks: Clocks): RunWarning[] {
  return [...clocks].flatMap(([machine, clock]): RunWarning[] => {
    const text = `the clock of ${machine} is known to within ${clock.uncertaintyMs.toFixed(0)} ms only`;
    return clock.uncertaintyMs > knownWellMs ? [{ about: "clock", machine, text }] : [];
  });
}
