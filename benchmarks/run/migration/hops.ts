/** The hops of a migration case while the load runs: away and home in turn, the load alone before and after each. */
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration } from "../../../base/duration.ts";
import { CrossbedError, messageOf } from "../../../base/errors.ts";
import type { RunWarning } from "../../../base/warnings.ts";
import { msToSec, secToMs } from "../../../base/units.ts";
import type { PlannedCase, PlannedMigration } from "../../cases/planned-case.ts";
import { readDomjobinfo } from "../../collect/migration/parser.ts";
import type { HopRecord, RunEvent } from "../../results/case-record.ts";
import { clockOf, type CaseContext } from "../context.ts";
import type { MigrationPlan, MovableGuest } from "../request.ts";
import { HomeKeeper } from "./keeper.ts";
import { Mover } from "./move.ts";
import { NetworkProbe, probeIntervalMs } from "./network-probe.ts";

export interface HopsOutcome {
  readonly hops: readonly HopRecord[];
  readonly probeIntervalMs: number;
  readonly warnings: readonly RunWarning[];
  /** Why the series ended early; absent when it did not. The hops before that are in `hops`. */
  readonly failure?: string;
}

/** What one series of hops works with. */
interface Series {
  readonly migration: PlannedMigration;
  readonly plan: MigrationPlan;
  readonly guest: MovableGuest;
  /** The host that the guest goes to and comes back from. */
  readonly peer: string;
  readonly mover: Mover;
  readonly context: CaseContext;
  readonly rawFile: (name: string) => Promise<string>;
  /** Ends the series between two hops. */
  readonly stop: AbortSignal;
  /** What was done so far. */
  readonly hops: HopRecord[];
  readonly warnings: RunWarning[];
}

/**
 * Moves the active guest of the planned cluster; the first hop comes one pause after `measuredFromMs` (the runner's clock).
 * `over` ends it early, after the hop under way, because half a migration helps nobody. The guest is at home when this returns; if it
 * cannot come home, that is the failure.
 */
export async function runHops(
  migration: PlannedMigration,
  planned: PlannedCase,
  measuredFromMs: number,
  context: CaseContext,
  over: AbortSignal,
): Promise<HopsOutcome> {
  const series = seriesOf(migration, planned, context, over);
  const { plan, guest, peer, stop, hops, warnings } = series;
  const probe = await startProbe(series);
  const failures: string[] = [];
  /** A failure does not throw away what was measured before it. */
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(messageOf(error));
      return undefined;
    }
  };
  const keeper = await attempt(() => HomeKeeper.start(context.remote, plan, guest, peer));
  if (keeper !== undefined) {
    await attempt(async () => {
      await pause(measuredFromMs + secToMs(migration.pauseSec) - Date.now(), stop);
      while (hops.length < migration.hops && !stop.aborted) {
        await hopOnce(series);
        await pause(secToMs(migration.pauseSec), stop);
      }
    });
    await attempt(() => keeper.finish());
  }
  const probed = await attempt(() => probe.finish(hops));
  warnings.push(...(probed?.warnings ?? []));
  return {
    hops: probed?.hops ?? hops,
    probeIntervalMs,
    warnings,
    ...(failures.length === 0 ? {} : { failure: failures.join("\n") }),
  };
}

/** The simulator whose generator loads the cluster sees the guest as the load does. */
async function startProbe({ migration, guest, context, rawFile }: Series): Promise<NetworkProbe> {
  const { generators } = context.request.workload;
  const generator = generators.find(({ cluster }) => cluster === migration.cluster) ?? generators[0];
  if (generator === undefined) throw new Error("the request has no generator, whose machine sees the guest");
  return new NetworkProbe(context.remote, {
    machine: generator.machine,
    address: guest.trafficAddress,
    file: await rawFile("ping.txt"),
    offsetMs: clockOf(context, generator.machine).offsetMs,
  });
}

function seriesOf(migration: PlannedMigration, planned: PlannedCase, context: CaseContext, over: AbortSignal): Series {
  const { request, remote, writer } = context;
  const guest = movedGuest(context, migration.cluster);
  const plan = request.migration;
  if (plan === undefined) throw new Error("the request lacks what moves a guest");
  const peer = plan.hosts.find(({ name }) => name !== guest.host);
  if (peer === undefined) throw new Error(`there is no host beside ${guest.host}`);
  return {
    migration,
    plan,
    guest,
    peer: peer.name,
    mover: new Mover(remote, { ...plan, limitSec: migration.limitSec }),
    context,
    rawFile: (name) => writer.rawFile(planned.case, planned.repetition, name),
    stop: AbortSignal.any([over, context.signal]),
    hops: [],
    warnings: [],
  };
}

/** One hop from where the guest is, once the cluster is whole again. Throws where the guest cannot be moved. */
async function hopOnce(series: Series): Promise<void> {
  const { migration, plan, guest, peer, mover, context, stop, hops, warnings } = series;
  const { request, remote, progress } = context;
  const number = hops.length + 1;
  // A hop that took long made the standby take over; it is the active guest that moves.
  await context.workload.awaitNodes(remote, request.workload.nodes, stop).catch((error: unknown) => {
    warnings.push({ about: "application", text: `before hop ${String(number)}: ${messageOf(error)}` });
  });
  if (stop.aborted) return;
  const [from] = await mover.whereRuns(guest);
  if (from === undefined) {
    throw new CrossbedError("command_failed", `${guest.domain} runs on no host.`, {
      where: plan.hosts.map(({ name }) => name).join(", "),
      hint: `npx pulumi up -s ${request.stack} starts it again.`,
    });
  }
  const to = from === guest.host ? peer : guest.host;
  const left = (migration.hops - hops.length) * (migration.expectedSec + migration.pauseSec);
  progress.step(`  hop ${String(number)} of ${String(migration.hops)}: ${guest.name} from ${from} to ${to}`, left);
  const hop = await mover.move(guest, from, to);
  if (hop.unpinned !== undefined) {
    const text = `hop ${String(number)}: ${guest.name} is not on its own pCPUs: ${hop.unpinned}`;
    warnings.push({ about: "migration", machine: to, text });
  }
  const report = hop.failure === undefined ? await reportOfJob(series, number, to) : undefined;
  warnings.push(...(report?.warnings ?? []).map((text): RunWarning => ({ about: "migration", machine: to, text })));
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
    ...(hop.sentBytes === undefined ? {} : { sentBytes: hop.sentBytes }),
    ...(report === undefined ? {} : { job: report.job }),
  });
  // The last one: QEMU as Xen's device model may not survive a second saving of its state (seen with 10.0).
  if (hop.failure !== undefined) throw new Error(`${guest.name}, ${from} to ${to}: ${hop.failure}`);
}

/** What libvirt says of a hop that is done, kept as it is; undefined where it says nothing. */
async function reportOfJob(
  { mover, guest, rawFile }: Series,
  number: number,
  to: string,
): Promise<ReturnType<typeof readDomjobinfo> | undefined> {
  const printed = await mover.completedJob(guest, to);
  if (printed.trim() === "") return undefined;
  const file = await rawFile(`hop${String(number)}.domjobinfo.txt`);
  await writeFile(file, `${printed}\n`);
  return readDomjobinfo(printed, file);
}

/** A hop on the time line. */
export function hopEvent({ guest, from, to, startMs, endMs, failure }: HopRecord): RunEvent {
  const how = `in ${formatDuration(msToSec(endMs - startMs))}`;
  const text = `${guest} from ${from} to ${to} ${failure === undefined ? how : `failed ${how}`}`;
  return { timeMs: startMs, endMs, kind: "migration", text };
}

/** The guest whose process is the cluster's active one. */
function movedGuest({ request }: CaseContext, cluster: string): MovableGuest {
  const active = request.workload.nodes.find((node) => node.cluster === cluster && node.preferred === "active");
  const guest = request.migration?.guests.find(({ name }) => name === active?.machine);
  if (guest === undefined) throw new Error(`cluster ${cluster} has no active guest`);
  return guest;
}

/** Waits, at most until `stop`. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
}
