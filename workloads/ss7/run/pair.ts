/** The application pairs as a run sees them: in their roles before the load, their events after it. */
import { CrossbedError } from "../../../base/errors.ts";
import { parseEvents, type ApplicationEventRecord } from "../application/events.ts";
import { processLog } from "../../../rack/paths.ts";
import type { Remote } from "../../../rack/remote.ts";
import { readRemoteFile } from "../../../rack/remote-file.ts";
import { commandText, scriptInput } from "../../../rack/script.ts";
import type { NodeEvent, RunNode } from "../../workload.ts";

/** A pair that has not settled after so many looks does not settle; a look takes two seconds or more. */
const looks = 120;

const isOurs = 'grep -qs application.mjs "/proc/${PID:?}/cmdline"'; // after a restart the number may be another's
const endCommand = commandText({ text: `if ${isOurs}; then kill -TERM "$PID"; fi` });
const isThereCommand = commandText({ text: `if ${isOurs}; then echo yes; fi` });

/** A process's last known role; `gone` when it ended without a word. */
interface Seen {
  readonly node: RunNode;
  readonly role: string;
  readonly pid: number | undefined;
}

/**
 * Waits until each cluster's preferred node is active and its peer stands by. This asks a standby that serves since an
 * earlier fail-over to leave, which hands the traffic back.
 */
export async function awaitPairs(remote: Remote, nodes: readonly RunNode[], signal: AbortSignal): Promise<void> {
  const clusters = new Set(nodes.map(({ cluster }) => cluster));
  const settled = [...clusters].map(async (cluster) => {
    const pair = nodes.filter((node) => node.cluster === cluster);
    await settle(remote, pair, signal);
  });
  await Promise.all(settled);
}

async function settle(remote: Remote, pair: readonly RunNode[], signal: AbortSignal): Promise<void> {
  for (let left = looks; ; left -= 1) {
    if (signal.aborted) throw new CrossbedError("interrupted", "interrupted before the first case.");
    const seen = await Promise.all(pair.map((node) => look(remote, node)));
    const astray = seen.find(({ node, role }) => role !== node.preferred);
    if (astray === undefined) return;
    if (left === 0) {
      const { node, role } = astray;
      throw new CrossbedError("unreachable", `the application process is ${role} and should be ${node.preferred}.`, {
        where: `${node.machine}, node ${node.name}`,
        hint: `Its log is ${processLog(node.name)} there. To start it anew, run npx pulumi destroy, then up.`,
      });
    }
    // It is asked to leave only when its peer stands by to take the traffic.
    const serving = seen.find(({ node, role }) => role === "active" && node.preferred === "standby");
    const isAwaited = seen.some(({ node, role }) => role === "standby" && node.preferred === "active");
    if (serving?.pid !== undefined && isAwaited) {
      // Its supervisor starts another, which stands by.
      await remote.run(serving.node.machine, endCommand, scriptInput({ PID: String(serving.pid) }));
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

/** Follows from its events and from whether the process is there that reported its number at the start: a killed process reports nothing more. */
async function look(remote: Remote, node: RunNode): Promise<Seen> {
  const records = await eventsOf(remote, node);
  const role = records.findLast(({ event }) => roles.has(event))?.event ?? "nothing";
  const pid = records.at(-1)?.pid;
  if (pid === undefined) return { node, role, pid };
  const said = await remote.run(node.machine, isThereCommand, scriptInput({ PID: String(pid) }));
  const isThere = said.split("\n").includes("yes");
  return { node, role: isThere ? role : "gone", pid };
}

/** Events that say which role a process has. */
const roles: ReadonlySet<string> = new Set(["started", "active", "standby", "leaving", "stopped"]);

/**
 * The events of a node so far, from its file. To start a program that asks the process costs an emulated guest more than serving
 * the load.
 */
async function eventsOf(remote: Remote, node: RunNode): Promise<ApplicationEventRecord[]> {
  return parseEvents(await readRemoteFile(remote, node.machine, node.files["events.jsonl"] ?? ""));
}

/** Take-overs and lost peers of a node so far, in order. */
export async function pairEvents(remote: Remote, node: RunNode): Promise<NodeEvent[]> {
  const records = await eventsOf(remote, node);
  return records.flatMap(({ time: timeEpochMs, event, reason }): NodeEvent[] => {
    if (event === "active") {
      return [{ timeEpochMs, kind: "took-over", text: `${node.name} on ${node.machine} took over: ${reason}` }];
    }
    return event === "peer-lost" || event === "asp-down"
      ? [{ timeEpochMs, kind: "note", text: `${node.name}: ${event}: ${reason}` }]
      : [];
  });
}
