/**
 * What a tool's folder tells the rest: how to read a recording of it, and, where it measures something beside the load, how to start
 * it and what its figures mean. `index.ts` lists the folders; nothing else knows their names.
 */
import { readFileSync } from "node:fs";
import { commandText } from "../../rack/script.ts";
import type { HostSample } from "../results/case-result.ts";

const shared = readFileSync(new URL("until-unwanted.sh", import.meta.url), "utf8");

/** Something that a parser must know beside the file: an option of `crossbed parse`. */
export interface RecordingOption {
  /** As the command line writes it: `--pcpus <count>`. Its value comes by the name in camel case: `pcpus`. */
  readonly flags: string;
  readonly meaning: string;
  readonly choices?: readonly string[];
  /** A whole number from 1 up. Absent: any text. */
  readonly isCount?: true;
  /** Absent: it may be left out. */
  readonly isRequired?: true;
}

export interface ReadRecording {
  /** All of it, for programs. */
  readonly report: { readonly warnings: readonly string[] };
  /** The rows of a table for people. */
  readonly rows: readonly object[];
}

/** A tool whose recordings can be read, made anywhere. */
export interface Collector {
  /** What the parser reads, in few words. */
  readonly reads: string;
  readonly options: readonly RecordingOption[];
  /**
   * Reads a whole recording; `file` is its name for messages.
   * @throws CrossbedError `malformed` with file and line, `invalid_input` for a wrong option.
   */
  readonly read: (text: string, file: string, options: Readonly<Record<string, string>>) => ReadRecording;
  /** Runs the tool on a machine until its stdin ends; its values stand at the top of `collect.sh`. */
  readonly script?: string;
}

/** What `script` left of one host. */
export interface HostRecording {
  /** What it printed. */
  readonly output: string;
  /** What it said on stderr. */
  readonly notes: string;
  /** Names the output in messages. */
  readonly file: string;
  readonly pcpus: number;
}

/** The tool's figures with their labels, times by the host's clock; and what is flawed and therefore not among them. */
export interface HostReadings {
  readonly samples: readonly HostSample[];
  /** `FILE: line N: why`. */
  readonly warnings: readonly string[];
}

/** What the tool printed on one host elsewhere, started by somebody else, and what is told of it. */
export interface ForeignRecording {
  readonly text: string;
  /** Names the text in messages. */
  readonly file: string;
  /** IANA zone of the host's clock. */
  readonly timeZone: string;
  readonly dateOrder?: DateOrder | undefined;
  readonly intervalSec: number;
  /** Undefined where nobody told; likewise `startedAtMs`, the time of its first sample. */
  readonly pcpus: number | undefined;
  readonly startedAtMs: number | undefined;
}

/** How a date such as 05/04/26 is read, day or month in front. */
export const dateOrders = ["dmy", "mdy"] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A tool that measures a host's CPU. The value of its script: INTERVAL_SEC. */
export interface CpuCollector extends Collector {
  readonly script: string;
  /** Whether a line is the tool's own first: a login may print something ahead of it. */
  readonly isFirstLine: (line: string) => boolean;
  /** Among the samples of each interval is `host.cpu.busy` with the label `cpu: all`: the share on which platforms are compared. */
  readonly readHost: (recording: HostRecording) => HostReadings;
  /** It prints no times: a recording made elsewhere needs `startedAtMs`, and its samples count from there. It needs `pcpus`, too. */
  readonly isWithoutTimes?: true;
  /** The same as `readHost`, of a recording made elsewhere, by true time. @throws CrossbedError `malformed` with file and line. */
  readonly readForeign: (recording: ForeignRecording) => HostReadings;
}

/** Text of a collector: the part that all share, then the folder's own `collect.sh`. */
export function collectScript(folder: URL): string {
  return commandText({ text: `${shared}\n${readFileSync(new URL("collect.sh", folder), "utf8")}` });
}
