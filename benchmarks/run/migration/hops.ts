/** The hops of a migration case while the load runs: away and home in turn, the load alone before and after each. */
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration } from "../../../base/duration.ts";
import { CrossbedError, messageOf } from "../../../base/errors.ts";
import type { RunWarning } from "../../../base/warnings.ts";
import { msToSec, secToMs } from "../../../base/units.ts";
import type { PlannedCase, PlannedMigration } from "../../cases/planned-case.ts";
import { readDomjobinfo } from "../../collect/migration/parser.ts";
import { collectors } from "../../collect/index.ts";
import { longestGap, readPing } from "../../collect/ping/parser.ts";
import type { HopRecord, RunEvent } from "../../results/case-record.ts";
import { clockOf, type CaseContext } from "../context.ts";
import { Recording } from "../recording.ts";
import type { MovableGuest } from "../request.ts";
import { HomeKeeper } from "./keeper.ts";
import { Mover } from "./move.ts";

export interface HopsOutcome {
  readonly hops: readonly HopRecord[];
  readonly probeIntervalMs: number;
  readonly warnings: readonly RunWarning[];
  /** Why not all of it could be done; absent when it was. What was done before is in `hops`. */
  readonly failure?: string;
}

/**
 * Moves the active guest of the planned cluster; the first hop comes one pause after `measuredFromMs` (the runner's clock).
 * `over` ends it early: the hop under way is finished first, for half a migration helps nobody. The guest is at home when
 * this returns, unless it cannot be brought home, which is the failure then.
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
  const { generators } = request.workload;
  const generator = generators.find(({ cluster }) => cluster === migration.cluster) ?? generators[0];
  const plan = request.migration;
  if (plan === undefined || generator === undefined) throw new Error("the request lacks what moves a guest");
  const peer = plan.hosts.find(({ name }) => name !== guest.host);
  if (peer === undefined) throw new Error(`there is no host beside ${guest.host}`);

  const mover = new Mover(remote, { ...plan, limitSec: migration.limitSec });
  const stop = AbortSignal.any([over, context.signal]);
  const isOver = (): boolean => stop.aborted;
  const { machine } = generator;
  // The network to the guest, as a simulator machine sees it.
  const pingFile = await rawFile("ping.txt");
  const probe = new Recording(remote, {
    machine,
    tool: "ping",
    script: collectors.ping.script,
    values: { ADDRESS: guest.trafficAddress, INTERVAL_SEC: String(msToSec(migration.probeIntervalMs)) },
    file: pingFile,
  });
  const hops: HopRecord[] = [];
  const warnings: RunWarning[] = [];
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
  const hopOnce = async (): Promise<void> => {
    const number = hops.length + 1;
    // A hop that took long made the standby take over; it is the active guest that moves.
    await context.workload.awaitNodes(remote, request.workload.nodes, stop).catch((error: unknown) => {
      warnings.push({ about: "application", text: `before hop ${String(number)}: ${messageOf(error)}` });
    });
    if (isOver()) return;
    const [from] = await mover.whereRuns(guest);
    if (from === undefined) {
      throw new CrossbedError("command_failed", `${guest.domain} runs on no host.`, {
        where: plan.hosts.map(({ name }) => name).join(", "),
        hint: `npx pulumi up -s ${request.stack} starts it again.`,
      });
    }
    const to = from === guest.host ? peer.name : guest.host;
    const left = (migration.hops - hops.length) * (migration.expectedSec + migration.pauseSec);
    progress.step(`  hop ${String(number)} of ${String(migration.hops)}: ${guest.name} from ${from} to ${to}`, left);
    const hop = await mover.move(guest, from, to);
    if (hop.unpinned !== undefined) {
      const text = `hop ${String(number)}: ${guest.name} is not on its own pCPUs: ${hop.unpinned}`;
      warnings.push({ about: "migration", machine: to, text });
    }
    const printed = hop.failure === undefined ? await mover.completedJob(guest, to) : "";
    const jobFile = await rawFile(`hop${String(number)}.domjobinfo.txt`);
    if (printed.trim() !== "") await writeFile(jobFile, `${printed}\n`);
    const report = printed.trim() === "" ? undefined : readDomjobinfo(printed, jobFile);
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
    // The last one: QEMU as Xen's device model may not survive that its state is saved a second time (seen with 10.0).
    if (hop.failure !== undefined) throw new Error(`${guest.name}, ${from} to ${to}: ${hop.failure}`);
  };

  const keeper = await attempt(() => HomeKeeper.start(remote, plan, guest, peer.name));
  if (keeper !== undefined) {
    await attempt(async () => {
      await pause(measuredFromMs + secToMs(migration.pauseSec) - Date.now(), stop);
      while (hops.length < migration.hops && !isOver()) {
        await hopOnce();
        await pause(secToMs(migration.pauseSec), stop);
      }
    });
    await attempt(() => keeper.finish());
  }
  const pinged = await attempt(async () => readPing((await probe.finish()).output, pingFile));
  warnings.push(...(pinged?.warnings ?? []).map((text): RunWarning => ({ about: "network probe", machine, text })));
  const { offsetMs } = clockOf(context, machine);
  return {
    hops: hops.map((hop): HopRecord => {
      const gap = pinged && longestGap(pinged, hop.startMs + offsetMs, hop.endMs + offsetMs);
      if (gap === undefined) return hop;
      if (gap.isOpen === true) {
        const text = `${pingFile}: ${hop.guest} gave no answer before or after; its downtime was longer`;
        warnings.push({ about: "network probe", machine, text });
      }
      return { ...hop, networkGap: { ...gap, startMs: gap.startMs - offsetMs, endMs: gap.endMs - offsetMs } };
    }),
    probeIntervalMs: migration.probeIntervalMs,
    warnings,
    ...(failures.length === 0 ? {} : { failure: failures.join("\n") }),
  };
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
