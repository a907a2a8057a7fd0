/** The application under test as a run sees it: in its roles before the load, its events and statistics after it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CrossbedError } from "../../base/errors.ts";
import type { RunEvent } from "../results/schema.ts";
import { parseEvents, type ApplicationEventRecord } from "../workload/application/events.ts";
import type { ClockOffset } from "./clock.ts";
import type { Remote } from "./remote.ts";
import type { ApplicationNode } from "./request.ts";

/** A pair that has not settled after so many looks does not settle; a look takes two seconds or more. */
const looks = 120;

/** Node names and paths come from the plan, which checked them; they still go in by stdin. */
const endCommand = 'read -r pid; kill -TERM "$pid"';
const readCommand = 'read -r file; [ ! -e "$file" ] || cat "$file"';

/**
 * Waits until each cluster's preferred node is active and its peer stands by. A standby that serves since an earlier
 * fail-over is asked to leave, which hands the traffic back.
 */
export async function awaitApplication(
  remote: Remote,
  nodes: readonly ApplicationNode[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(nodes.map((node) => settle(remote, node, signal)));
}

async function settle(remote: Remote, node: ApplicationNode, signal: AbortSignal): Promise<void> {
  let role = "nothing";
  for (let look = 0; look < looks; look++) {
    if (signal.aborted) throw new CrossbedError("interrupted", "interrupted before the first case.");
    const records = await eventsOf(remote, node);
    role = records.findLast(({ event }) => roles.has(event))?.event ?? "nothing";
    if (role === node.preferred) return;
    if (role === "active") await endProcess(remote, node, records);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  throw new CrossbedError("unreachable", `the application process says ${role} and should be ${node.preferred}.`, {
    where: `${node.machine}, node ${node.node}`,
    hint: `Its log is /var/log/crossbed/${node.node}.log there; npx pulumi up starts it anew.`,
  });
}

/** Ends the process that told its number when it started; its supervisor starts another, which stands by. */
async function endProcess(
  remote: Remote,
  node: ApplicationNode,
  records: readonly ApplicationEventRecord[],
): Promise<void> {
  const pid = /^process (\d+)$/.exec(records.findLast(({ event }) => event === "started")?.reason ?? "")?.[1];
  if (pid !== undefined) await remote.run(node.machine, endCommand, `${pid}\n`);
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
        (error: unknown) => [
          `files of ${node.node} were not kept: ${error instanceof Error ? error.message : String(error)}`,
        ],
      ),
    ),
  );
  return failures.flat();
}
