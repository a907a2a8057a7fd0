/** The hops of a migration case while the load runs: away and home in turn, the load alone before and after each. */
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CrossbedError } from "../../../base/errors.ts";
import { msToSec, secToMs } from "../../../base/units.ts";
import type { PlannedCase, PlannedMigration } from "../../cases/plan.ts";
import { parseDomjobinfo } from "../../collect/migration/parser.ts";
import { longestGap } from "../../collect/ping/parser.ts";
import type { HopRecord, RunEvent } from "../../results/schema.ts";
import { awaitApplication } from "../application.ts";
import { clockOf, type CaseContext } from "../context.ts";
import { renderDuration } from "../progress.ts";
import type { MovableGuest } from "../request.ts";
import { Mover } from "./move.ts";
import { NetworkProbe } from "./probe.ts";

export interface HopsOutcome {
  readonly hops: readonly HopRecord[];
  readonly probeIntervalMs: number;
  readonly warnings: readonly string[];
}

/**
 * Moves the active guest of the planned cluster; the first hop comes one pause after `measuredFromMs` (the runner's clock).
 * `over` ends it early: the hop under way is finished first, for half a migration helps nobody. The guest is at home when
 * this returns and when it throws, unless it cannot be brought home, which is the error then.
 */
export async function runHops(
  migration: PlannedMigration,
  planned: PlannedCase,
  measuredFromMs: number,
  context: CaseContext,
  over: AbortSignal,
): Promise<HopsOutcome> {
  const { request, remote, writer, progress } = context;
  const rawFile = (name: string): Promise<string> => writer.rawFile(planned.case, planned.repetition, name);
  const guest = movedGuest(context, migration.cluster);
  const simulator = request.simulators.find(({ cluster }) => cluster === migration.cluster) ?? request.simulators[0];
  if (request.migration === undefined || simulator === undefined)
    throw new Error("the request lacks what moves a guest");
  const peer = request.migration.hosts.find(({ name }) => name !== guest.host);
  if (peer === undefined) throw new Error(`there is no host beside ${guest.host}`);

  const mover = new Mover(remote, { ...request.migration, limitSec: migration.limitSec });
  const stop = AbortSignal.any([over, context.signal]);
  const isOver = (): boolean => stop.aborted;
  const { machine } = simulator;
  const probe = new NetworkProbe(
    remote,
    machine,
    guest.trafficAddress,
    migration.probeIntervalMs,
    await rawFile("ping.txt"),
  );
  const hops: HopRecord[] = [];
  const warnings: string[] = [];
  try {
    await pause(measuredFromMs + secToMs(migration.pauseSec) - Date.now(), stop);
    while (hops.length < migration.hops && !isOver()) {
      // A hop that took long made the standby take over; it is the active guest that moves.
      await awaitApplication(remote, request.application, stop).catch((error: unknown) => {
        warnings.push(
          `before hop ${String(hops.length + 1)}: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      if (isOver()) break;
      const [from] = await mover.whereRuns(guest);
      if (from === undefined) {
        throw new CrossbedError("command_failed", `${guest.domain} runs on no host.`, {
          where: request.migration.hosts.map(({ name }) => name).join(", "),
          hint: `npx pulumi up -s ${request.stack} starts it again.`,
        });
      }
      const to = from === guest.host ? peer.name : guest.host;
      const number = hops.length + 1;
      const left = (migration.hops - hops.length) * (migration.expectedSec + migration.pauseSec);
      progress.step(`  hop ${String(number)} of ${String(migration.hops)}: ${guest.name} from ${from} to ${to}`, left);
      const hop = await mover.move(guest, from, to);
      const printed = hop.failure === undefined ? await mover.completedJob(guest, to) : "";
      const jobFile = await rawFile(`hop${String(number)}.domjobinfo.txt`);
      if (printed.trim() !== "") await writeFile(jobFile, `${printed}\n`);
      const { offsetMs } = clockOf(context, from);
      hops.push({
        guest: guest.name,
        domain: guest.domain,
        cluster: migration.cluster,
        from,
        to,
        startMs: hop.startMs - offsetMs,
        endMs: hop.endMs - offsetMs,
        ...(hop.failure === undefined ? {} : { failure: hop.failure }),
        ...(printed.trim() === "" ? {} : { job: parseDomjobinfo(printed, jobFile) }),
      });
      if (hop.failure !== undefined) warnings.push(`${guest.name}, ${from} to ${to}: ${hop.failure}`);
      await pause(secToMs(migration.pauseSec), stop);
    }
  } finally {
    await mover.bringHome(guest);
  }
  const answersMs = (await probe.finish()).map((timeMs) => timeMs - clockOf(context, machine).offsetMs);
  return {
    hops: hops.map((hop): HopRecord => {
      const networkGap = longestGap(answersMs, hop.startMs, hop.endMs);
      return networkGap === undefined ? hop : { ...hop, networkGap };
    }),
    probeIntervalMs: migration.probeIntervalMs,
    warnings,
  };
}

/** A hop on the time line. */
export function hopEvent({ guest, from, to, startMs, endMs, failure }: HopRecord): RunEvent {
  const how = `in ${renderDuration(msToSec(endMs - startMs))}`;
  const text = `${guest} from ${from} to ${to} ${failure === undefined ? how : `failed ${how}`}`;
  return { timeMs: startMs, endMs, kind: "migration", text };
}

/** The guest whose process is the cluster's active one. */
function movedGuest({ request }: CaseContext, cluster: string): MovableGuest {
  const active = request.application.find((node) => node.cluster === cluster && node.preferred === "active");
  const guest = request.migration?.guests.find(({ name }) => name === active?.machine);
  if (guest === undefined) throw new Error(`cluster ${cluster} has no active guest`);
  return guest;
}

/** Waits, at most until `stop`. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
}
