/** Warnings of a run: what a reader of its figures must know. Programs sort them by their fields, never by the words of a text. */
import type { Warning } from "./errors.ts";

/** What a warning may be about; `other` stands for what results of an older or newer version say. */
export const warningSubjects = [
  "run",
  "clock",
  "conditions",
  "CPU",
  "load",
  "response time",
  "network probe",
  "migration",
  "application",
  "other",
] as const;

export type WarningSubject = (typeof warningSubjects)[number];

export interface RunWarning extends Warning {
  readonly about: WarningSubject;
  /** The case and its repetition; absent where it concerns the whole run, or stands among a case's own warnings. */
  readonly case?: string | undefined;
  readonly repetition?: number | undefined;
  /** The host, guest or simulator machine. Absent where it concerns none, or several. */
  readonly machine?: string | undefined;
}
