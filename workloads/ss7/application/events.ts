/** What happened to an application process: `{"time": <epoch ms>, "node": …, "pid": …, "event": …, "reason": …}` a line. */
import { appendFileSync } from "node:fs";
import { jsonOrNothing } from "../../../base/json.ts";
import type { PairEvent } from "./pair.ts";

export type ApplicationEvent =
  | PairEvent
  | "started"
  | "stopped"
  /** The signalling link is registered; it was lost; the gateway refused something. */
  | "asp-up"
  | "asp-down"
  | "refused"
  /** The gateway confirmed that the traffic comes here. */
  | "asp-active"
  /** A thread that serves requests died; the process ends. */
  | "worker-lost"
  /** The service could not serve a request; reported for the first, the tenth, the hundredth, and so on. */
  | "failed-requests";

export interface ApplicationEventRecord {
  readonly time: number;
  readonly cluster: string;
  readonly node: string;
  /** The number of the process that it happened to. */
  readonly pid: number;
  readonly event: ApplicationEvent;
  readonly reason: string;
}

/** Appends an event to the file. */
export function recordEvent(file: string, record: ApplicationEventRecord): void {
  appendFileSync(file, `${JSON.stringify(record)}\n`);
}

/**
 * Reads a file of events. A machine that crashed leaves zero bytes and torn lines where its last events were, and the next
 * start goes on behind them: what nobody can read was lost with the machine.
 */
export function parseEvents(text: string): ApplicationEventRecord[] {
  return text
    .split(/[\n\0]+/u)
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => jsonOrNothing(line) as ApplicationEventRecord | undefined)
    .filter((record) => record !== undefined);
}
