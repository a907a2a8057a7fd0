/** Nobody waits for a process that does not come back: its supervisor is gone with its machine, or its program ends again and again. */
import { setTimeout as delay } from "node:timers/promises";
import { CrossbedError } from "../../base/errors.ts";
import { processComponents } from "../../base/names.ts";
import { processLog } from "../../rack/paths.ts";
import type { Remote } from "../../rack/remote.ts";
import { stateOfProcess, type ProcessState, type SupervisedProcess } from "../../rack/supervised-process.ts";
import type { BenchmarkRequest } from "./request.ts";

/** To ask starts a few programs, which an emulated guest takes a second for. */
const askEveryMs = 10_000;

/** A program may end once, when its peer is to take over; one that has ended so often meanwhile does not stay. */
const endsOfALoop = 3;

/** A process that the workload needs does not run, and nothing will start it. */
export class LostProcess extends CrossbedError {}

interface Waiting {
  readonly request: Pick<BenchmarkRequest, "stack" | "workload">;
  readonly remote: Remote;
  readonly signal: AbortSignal;
}

/**
 * Does `work` once every process of the workload is seen to run, and goes on asking until it is done. Nobody is asked during a case, whose
 * figures that would change. A machine that does not answer is left to `work`, which gets a signal that also ends it when a process is lost.
 * @throws LostProcess with the process, how it ended and what it said last; what `work` throws.
 */
export async function whileProcessesRun<Result>(
  { request, remote, signal }: Waiting,
  work: (signal: AbortSignal) => Promise<Result>,
  everyMs = askEveryMs,
): Promise<Result> {
  const { services = [], nodes } = request.workload;
  const processes = [
    ...services.map((process) => ({ ...process, component: processComponents.services })),
    ...nodes.map((process) => ({ ...process, component: processComponents.nodes })),
  ];
  let before = await Promise.all(processes.map((process) => demandRunning(remote, process, request.stack)));
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  const lost = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      const ask = processes.map((process, index) => demandRunning(remote, process, request.stack, before[index]));
      const now = await Promise.all(ask);
      before = before.map((ends, index) => ends ?? now[index]);
    };
    everyTime(everyMs, ending, look).catch(reject);
  });
  try {
    return await Promise.race([work(ending), lost]);
  } finally {
    over.abort();
  }
}

/** Looks again and again until the signal. */
async function everyTime(everyMs: number, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  const isOver = async (): Promise<boolean> => await delay(everyMs, false, { signal }).catch(() => true);
  while (!(await isOver())) await look();
}

interface WorkloadProcess extends SupervisedProcess {
  /** Whose step starts it. */
  readonly component: string;
}

/** How often the process's program has ended, undefined where its machine does not say; throws where the process is lost. */
async function demandRunning(
  remote: Remote,
  process: WorkloadProcess,
  stack: string,
  endsBefore?: number,
): Promise<number | undefined> {
  const state = await stateOfProcess(remote, process).catch(() => undefined);
  if (state === undefined) return undefined;
  const ends = state.ends - (endsBefore ?? state.ends);
  if (state.kind !== "runs" || ends >= endsOfALoop) throw lostProcess(process, state, ends, stack);
  return state.ends;
}

function lostProcess(
  { name, machine, component }: WorkloadProcess,
  { kind, exitStatus, log }: ProcessState,
  ends: number,
  stack: string,
): LostProcess {
  const what = {
    absent: "it does not run: the machine has booted since up started it",
    gone: "it does not run: its supervisor was ended",
    runs: `it ended ${String(ends)} times while the run waited for it`,
  }[kind];
  const status = exitStatus === undefined ? "" : `; its program's last exit status was ${String(exitStatus)}`;
  const said = log === "" ? "It said nothing." : `It said last:\n${log.replaceAll(/^/gmu, "    ")}\n`;
  // `up` by itself sees another boot, and nothing else that a process could die of.
  const cure = `npx pulumi up -s ${stack}${kind === "absent" ? "" : ` --replace '**::${component}-${name}'`}`;
  return new LostProcess("command_failed", `${what}${status}. ${said}`, {
    where: `${machine}, process ${name}`,
    hint: `To start it again, run ${cure}; its whole log is ${processLog(name)} there.`,
  });
}
