/** How a process stands that Crossbed started on a machine under a supervisor (`components/processes/scripts/start.sh`). */
import { readFileSync } from "node:fs";
import { processLog } from "./paths.ts";
import type { Remote } from "./remote.ts";
import { commandText, scriptInput } from "./script.ts";

/** A process of a machine, by the name of its record there. */
export interface SupervisedProcess {
  readonly name: string;
  readonly machine: string;
}

export interface ProcessState {
  /** `gone`: its supervisor ended. `absent`: nothing started it since the machine booted. */
  readonly kind: "runs" | "gone" | "absent";
  /** How often its program ended; its supervisor starts it again. */
  readonly ends: number;
  /** Of the last end, as a shell counts: 128 and more is a signal. Absent where it never ended, or an earlier version recorded that. */
  readonly exitStatus?: number;
  /** The last lines that it printed. */
  readonly log: string;
}

const own = (name: string): string => readFileSync(new URL(`scripts/${name}.sh`, import.meta.url), "utf8");
const command = commandText({ text: `${own("start-time")}${own("supervisor")}${own("process-state")}` });

/** Asks the machine; undefined where it says nothing that is an answer. @throws CrossbedError `unreachable`. */
export async function stateOfProcess(
  remote: Remote,
  { name, machine }: SupervisedProcess,
): Promise<ProcessState | undefined> {
  const said = await remote.run(machine, command, scriptInput({ NAME: name, LOG: processLog(name) }));
  // What a login prints comes ahead.
  const match = /^state (?<kind>runs|gone|absent)(?: (?<ends>\d+) (?<exitStatus>\d+)| )?\n?(?<log>[^]*)/mu.exec(said);
  if (match?.groups === undefined) return undefined;
  const { kind, ends, exitStatus, log = "" } = match.groups;
  return {
    kind: kind as ProcessState["kind"],
    ends: Number(ends ?? 0),
    ...(exitStatus === undefined ? {} : { exitStatus: Number(exitStatus) }),
    log: log.trimEnd(),
  };
}
