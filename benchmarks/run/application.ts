/** The application under test as a run sees it: in its roles before the load, its events and statistics after it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import type { RunEvent } from "../results/schema.ts";
import { parseEvents, type ApplicationEventRecord } from "../../workloads/ss7/application/events.ts";
import type { ClockOffset } from "./clock.ts";
import type { Remote } from "../../rack/remote.ts";
import type { ApplicationNode } from "./request.ts";

/** A pair that has not settled after so many looks does not settle; a look takes two seconds or more. */
const looks = 120;

/** Whether a process is the application's: after a restart the number may be another's. */
const isOurs = 'grep -qs application.mjs "/proc/$pid/cmdline"';
// Paths come from the plan, which checked them; they still go in by stdin.
const endCommand = `read -r pid; if ${isOurs}; then kill -TERM "$pid"; fi`;
const isThereCommand = `read -r pid; if ${isOurs}; then echo yes; fi`;
const readCommand = 'read -r file; [ ! -e "$file" ] || cat "$file"';

/** What a node's process was last heard to be; `gone` when it ended without a word. */
interface Seen {
  readonly node: ApplicationNode;
  readonly role: string;
  readonly pid: string | undefined;
}

/**
 * Waits until each cluster's preferred node is active and its peer stands by. A standby that serves since an earlier
 * fail-over is asked to leave, which hands the traffic back.
 */
export async function awaitApplication(
  remote: Remote,
  nodes: readonly ApplicationNode[],
  signal: AbortSignal,
): Promise<void> {
  const clusters = new Set(nodes.map(({ cluster }) => cluster));
  const settled = [...clusters].map(async (cluster) => {
    const pair = nodes.filter((node) => node.cluster === cluster);
    await settle(remote, pair, signal);
  });
  await Promise.all(settled);
}

async function settle(remote: Remote, pair: readonly ApplicationNode[], signal: AbortSignal): Promise<void> {
  for (let left = looks; ; left -= 1) {
    if (signal.aborted) throw new CrossbedError("interrupted", "interrupted before the first case.");
    const seen = await Promise.all(pair.map((node) => look(remote, node)));
    const astray = seen.find(({ node, role }) => role !== node.preferred);
    if (astray === undefined) return;
    if (left === 0) {
      const { node, role } = astray;
      throw new CrossbedError("unreachable", `the application process is ${role} and should be ${node.preferred}.`, {
        where: `${node.machine}, node ${node.node}`,
        hint: `Its log is /var/log/crossbed/${node.node}.log there; npx pulumi destroy and up start it anew.`,
      });
    }
    // Asked to leave only when its peer stands by to take the traffic.
    const serving = seen.find(({ node, role }) => role === "active" && node.preferred === "standby");
    const isAwaited = seen.some(({ node, role }) => role === "standby" && node.preferred === "active");
    if (serving?.pid !== undefined && isAwaited) {
      // Its supervisor starts another, which stands by.
      await remote.run(serving.node.machine, endCommand, `${serving.pid}\n`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

/** By its events and whether the process that told its number when it started is there: one that was killed told nothing more. */
async function look(remote: Remote, node: ApplicationNode): Promise<Seen> {
  const records = await eventsOf(remote, node);
  const role = records.findLast(({ event }) => roles.has(event))?.event ?? "nothing";
  const pid = /^process (\d+)$/.exec(records.findLast(({ event }) => event === "started")?.reason ?? "")?.[1];
  if (pid === undefined) return { node, role, pid };
  const isThere = (await remote.run(node.machine, isThereCommand, `${pid}\n`)).trim() === "yes";
  return { node, role: isThere ? role : "gone", pid };
}

/** Events that say which role a process has. */
const roles: ReadonlySet<string> = new Set(["started", "active", "standby", "leaving", "stopped"]);

/**
 * The events of a node so far. Read from its file and not asked of the process: to start a program that asks costs an
 * emulated guest more than serving the load.
 */
async function eventsOf(remote: Remote, node: ApplicationNode): Promise<ApplicationEventRecord[]> {
  return parseEvents(await remote.run(node.machine, readCommand, `${node.files.events}\n`));
}

/** Take-overs and lost peers between two times of the run's clock, in order. */
export async function applicationEvents(
  remote: Remote,
  nodes: readonly ApplicationNode[],
  clocks: ReadonlyMap<string, ClockOffset>,
  fromMs: number,
  toMs: number,
): Promise<RunEvent[]> {
  const events = await Promise.all(
    nodes.map(async (node) => {
      const offsetMs = clocks.get(node.machine)?.offsetMs ?? 0;
      const records = await eventsOf(remote, node);
      return records.flatMap((record) => runEvent(node, record, record.time - offsetMs));
    }),
  );
  return events
    .flat()
    .filter((event) => event.timeMs >= fromMs && event.timeMs <= toMs)
    .toSorted((left, right) => left.timeMs - right.timeMs);
}

function runEvent(node: ApplicationNode, record: ApplicationEventRecord, timeMs: number): RunEvent[] {
  if (record.event === "active") {
    const kind = node.preferred === "standby" ? "fail-over" : "fail-back";
    return [{ timeMs, kind, text: `${node.node} on ${node.machine} took over: ${record.reason}` }];
  }
  return record.event === "peer-lost" || record.event === "asp-down"
    ? [{ timeMs, kind: "note", text: `${node.node}: ${record.event}: ${record.reason}` }]
    : [];
}

/** Keeps each process's statistics and events as they are; returns what could not be kept, and why. */
export async function keepApplicationFiles(
  remote: Remote,
  nodes: readonly ApplicationNode[],
  runDirectory: string,
): Promise<string[]> {
  const directory = join(runDirectory, "raw", "application");
  await mkdir(directory, { recursive: true });
  const keep = async ({ node, machine, files }: ApplicationNode): Promise<void> => {
    for (const [kind, file] of [
      ["statistics.txt", files.statistics],
      ["events.jsonl", files.events],
    ] as const) {
      const text = await remote.run(machine, readCommand, `${file}\n`);
      await writeFile(join(directory, `${node}.${kind}`), text);
    }
  };
  const failures = await Promise.all(
    nodes.map((node) =>
      keep(node).then(
        () => [],
        (error: unknown) => [`files of ${node.node} were not kept: ${messageOf(error)}`],
      ),
    ),
  );
  return failures.flat();
}
