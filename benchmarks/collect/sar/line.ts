/** What a single line of sar's output is, seen by itself. */
import { cpuReportFields, type CpuField } from "./cpu-report.ts";
import { parseStamp, type Stamp } from "./stamp.ts";
import { parseTimeOfDay } from "../printed-time.ts";

export type SarLine =
  | { readonly kind: "heading"; readonly stamp: Stamp; readonly fields: readonly CpuField[] | undefined }
  | { readonly kind: "row"; readonly stamp: Stamp }
  | { readonly kind: "restart" | "comment"; readonly text: string }
  /** `isHeading` when it looks like one, of a report not known here. */
  | { readonly kind: "unknown"; readonly isHeading: boolean };

const special = /^(?<stamp>.*?\S)\s+(?<text>LINUX[ -]RESTART(?:\s+\(\d+ CPUs?\))?|COM(?:\s.*)?)$/u;
/** Column titles have no number of their own; every row of every report has at least one. */
const anyNumber = /^-?\d+(?:[.,٫]\d+)?[%kMGT]?$/u;
/** Words that head columns, in any report of any version. */
const title =
  /^(?:[A-Z][A-Za-z0-9]*|kb[a-z]+|[\w%]+[/%-][\w%/-]*|%\w+|all|tps|[rwd]tps|await|svctm|blocked|\w+sck|dentunusd|blg_len|d?rpm|degC|inV|wghMHz|idvendor|idprod|maxpower|manufact|product|status)$/u;
/** At least one of them says that something was measured, and how. */
const measure = /[/%-]|^kb|^MB|sck$|MHz$|rpm$|degC|inV|maxpower|^INTR$/u;
/** mpstat and pidstat print the same banner as sar, but their reports are not sar's. */
const foreignTitle = /^(?:%idle|U?PID|TGID|TID|Command)$/u;

/** Sorts a line that is neither blank nor a banner. A heading without `fields` belongs to another of sar's reports. */
export function classifyLine(line: string): SarLine {
  const { stamp: specialStamp = "", text = "" } = special.exec(line)?.groups ?? {};
  if (parseTimeOfDay(specialStamp) !== undefined) return { kind: text.startsWith("COM") ? "comment" : "restart", text };

  const words = line.trim().split(/\s+/u);
  for (let length = Math.min(words.length, 4); length > 0; length -= 1) {
    const stamp = parseStamp(words.slice(0, length).join(" "));
    if (stamp === undefined) continue;
    const rest = words.slice(length);
    if (rest.some((word) => anyNumber.test(word))) return { kind: "row", stamp };
    const fields = cpuReportFields(rest);
    if (fields !== undefined) return { kind: "heading", stamp, fields };
    const isOther =
      rest.every((word) => title.test(word) && !foreignTitle.test(word)) && rest.some((word) => measure.test(word));
    if (isOther) return { kind: "heading", stamp, fields: undefined };
    const isHeading = rest.length > 1 && rest[0] !== "all" && !rest.some((word) => /^-?(?:nan|inf)$/iu.test(word));
    return { kind: "unknown", isHeading };
  }
  return { kind: "unknown", isHeading: false };
}
