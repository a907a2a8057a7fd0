/** Line by line through sar's output: what counts, what is left out with a warning. A file of which nothing is left is refused. */
import { longestLine } from "../longest-line.ts";
import { CrossbedError } from "../../../base/errors.ts";
import { dayMs } from "../../../base/units.ts";
import { chooseDay, sureOrder, type PrintedDate } from "../printed-date.ts";
import { linesOf } from "../recording-lines.ts";
import { parseBanner } from "./banner.ts";
import { isCutCpuRow, parseCpuRow, type CpuField, type CpuRow } from "./cpu-report.ts";
import { DayClock } from "./day-clock.ts";
import { classifyLine } from "./line.ts";
import { isBeginning, isForeignAverage, type Stamp } from "./stamp.ts";

/** A row of a CPU report with its place in time. */
export interface TimedRow {
  readonly line: number;
  readonly localMs: number;
  readonly wentBack: boolean;
  readonly row: CpuRow;
}

/** Of a date such as 05/04/26. */
export type DateOrder = "day first" | "month first";

/** Lines that sar does not print, each told by itself. */
const mostStrangersTold = 20;

/** One pass over one file. */
export class SarReading {
  readonly #file: string;
  readonly #lines: readonly string[];
  readonly #endsWithNewline: boolean;
  readonly #warnings: { readonly line: number; readonly text: string }[] = [];
  readonly #rows: TimedRow[] = [];
  readonly #order: DateOrder | undefined;
  #strangers = 0;
  readonly #flaws: { readonly line: number; readonly text: string }[] = [];
  #firstStranger: { readonly line: number; readonly text: string } | undefined;
  #clock: DayClock | undefined;
  /**
   * Of the CPU report that is being read; `other` in one of sar's other reports, `unknown` in one not known here, undefined where
   * rows have no heading.
   */
  #report: readonly CpuField[] | "other" | "unknown" | undefined;
  #hasCpuReport = false;
  #isAfterRestart = false;
  #wentBack = false;
  #lacksSeconds = false;

  /** `order` is of dates that can be read in two ways; without it, a guess. */
  constructor(text: string, file: string, order?: DateOrder) {
    this.#file = file;
    this.#order = order;
    this.#endsWithNewline = text.endsWith("\n");
    this.#lines = linesOf(stripColour(text).trimEnd());
  }

  warn(line: number, text: string): void {
    this.#warnings.push({ line, text });
  }

  warnings(): string[] {
    const inOrder = this.#warnings.toSorted((left, right) => left.line - right.line);
    const texts = inOrder.map(({ line, text }) => `${this.#file}: line ${String(line)}: ${text}`);
    const untold = this.#strangers - mostStrangersTold;
    return untold > 0
      ? [...texts, `${this.#file}: left out: ${String(untold)} more lines that sar does not print`]
      : texts;
  }

  read(): readonly TimedRow[] {
    const order = this.#order ?? this.#dateOrder();
    for (const [index, line] of this.#lines.entries()) {
      const number = index + 1;
      // A terminal's echo of the interrupt key stands between sar's rows and its averages.
      if (line.trim() === "" || line.trim() === "^C") continue;
      const banner = line.length > longestLine ? undefined : parseBanner(line);
      if (banner === "no date") {
        this.#clock = undefined;
        this.#leaveOut(number, "no date can be read from this banner");
      } else if (banner !== undefined) this.#startRecording(number, banner, order);
      else if (this.#clock === undefined) {
        // Told once: without a banner no line has a date.
        if (this.#firstStranger === undefined)
          this.#leaveOut(number, "this is not the banner that sar's output begins with");
      } else if (line.length > longestLine) this.#leaveOut(number, strange(line));
      else this.#readLine(number, line, this.#clock);
    }
    if (this.#rows.length > 0) return this.#rows;
    const last = this.#lines.length;
    if (this.#firstStranger !== undefined) {
      throw this.#malformed(this.#firstStranger.line, `${this.#firstStranger.text}.`);
    }
    if (this.#clock === undefined) throw this.#malformed(last, "the file is empty.");
    if (!this.#hasCpuReport && this.#report !== undefined) {
      throw this.#malformed(last, "there is no CPU report up to here.");
    }
    const [flaw] = this.#flaws;
    if (flaw !== undefined) throw this.#malformed(flaw.line, `no interval was measured: ${flaw.text}.`);
    throw this.#malformed(last, "no interval had ended when the recording did.");
  }

  #startRecording(number: number, banner: PrintedDate, order: DateOrder): void {
    const { day, isGuess } = chooseDay(banner, order);
    if (isGuess && this.#order === undefined) {
      const date = new Date(day * dayMs).toISOString().slice(0, 10);
      const other = order === "day first" ? "mdy" : "dmy";
      this.warn(number, `${banner.text} is read with the ${order}, as ${date}; else say --date-order ${other}`);
    }
    this.#clock = new DayClock(day);
    this.#report = undefined;
    this.#isAfterRestart = false;
  }

  #readLine(number: number, line: string, clock: DayClock): void {
    const found = classifyLine(line);
    if (found.kind === "restart" || found.kind === "comment") {
      this.warn(number, `left out: ${found.text.replace(/\s+/gu, " ")}`);
      if (found.kind === "restart") {
        this.#report = undefined;
        this.#isAfterRestart = true;
      }
    } else if (found.kind === "heading") {
      this.#report = found.fields ?? "other";
      this.#hasCpuReport ||= found.fields !== undefined;
      if (found.fields !== undefined) this.#move(number, found.stamp, clock);
    } else if (found.kind === "unknown" && found.isHeading) {
      this.#leaveOutOrCut(number, line, false);
      this.#report = "unknown";
    } else if (this.#report === "unknown") {
      return;
    } else if (this.#report === "other") {
      if (found.kind === "unknown") this.#leaveOutOrCut(number, line, isBeginning(line) && !this.#endsWithNewline);
    } else if (this.#report === undefined) {
      this.#leaveOutOrCut(number, line, isBeginning(line) && !this.#endsWithNewline);
    } else {
      this.#readCpuRow(number, line, this.#report, clock);
    }
  }

  #readCpuRow(number: number, line: string, fields: readonly CpuField[], clock: DayClock): void {
    const row = parseCpuRow(line, fields);
    const mayBeCut = number === this.#lines.length && !this.#endsWithNewline;
    if (row === undefined || (mayBeCut && (!row.isWhole || row.isTickless === true))) {
      this.#leaveOutOrCut(number, line, isCutCpuRow(line, fields) || (isBeginning(line) && !this.#endsWithNewline));
      return;
    }
    if (row.stamp.kind === "average") {
      this.warn(number, "left out: an average of sar's own");
      return;
    }
    const localMs = this.#move(number, row.stamp, clock);
    if (!row.isAddedUp) {
      // An interval of no length, a CPU that was off, or counters that went back: nobody was idle or busy then.
      const flaw = { line: number, text: `the percentages of CPU ${row.cpu} add up to ${row.sum.toFixed(2)}` };
      this.#flaws.push(flaw);
      this.warn(number, `left out: ${flaw.text}`);
      return;
    }
    this.#rows.push({ line: number, localMs, wentBack: this.#wentBack, row });
    this.#wentBack = false;
  }

  /** Local time of a stamp, in milliseconds. A step back is told with the row that follows it. */
  #move(number: number, stamp: Stamp, clock: DayClock): number {
    if (stamp.kind === "average") return NaN;
    if (!stamp.time.hasSeconds && !this.#lacksSeconds) {
      this.warn(number, "times have no seconds in this language; taken as 0");
      this.#lacksSeconds = true;
    }
    const { local, step } = clock.next(stamp.time.seconds, this.#isAfterRestart);
    this.#wentBack ||= step === "back" || step === "back over midnight";
    this.#isAfterRestart = false;
    return local * 1000;
  }

  #leaveOutOrCut(number: number, line: string, isCut: boolean): void {
    if (!isCut || number !== this.#lines.length) this.#leaveOut(number, strange(line));
    else this.warn(number, "left out: the file ends in the middle of this line");
  }

  #leaveOut(line: number, text: string): void {
    this.#firstStranger ??= { line, text };
    this.#strangers += 1;
    if (this.#strangers <= mostStrangersTold) this.warn(line, `left out: ${text}`);
  }

  #malformed(line: number, message: string): CrossbedError {
    return new CrossbedError("malformed", message, {
      where: `${this.#file}: line ${String(line)}`,
      hint: "Give the whole output of sar -u, recorded with S_TIME_FORMAT=ISO if its language is not known here.",
    });
  }

  /** `a/b/c` is month first as in the C and US locales, unless the file's language or another of its dates says otherwise. */
  #dateOrder(): DateOrder {
    for (const line of this.#lines) {
      if (line.length > longestLine) continue;
      const banner = parseBanner(line);
      const order = banner === undefined || banner === "no date" ? undefined : sureOrder(banner);
      if (order !== undefined) return order;
    }
    const isForeign = this.#lines.some(
      (line) => line.length <= longestLine && (isForeignAverage(line) || /\s\d+,\d\d?%?(?:\s|$)/u.test(line)),
    );
    return isForeign ? "day first" : "month first";
  }
}

function strange(line: string): string {
  return `sar prints no such line here: ${JSON.stringify(line.slice(0, 100))}`;
}

/** What `S_COLORS=always` puts around values. */
function stripColour(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is being looked for
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/gu, "");
}
