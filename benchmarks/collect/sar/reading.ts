/** Line by line through sar's output: what counts, what is left out with a warning, what is refused. */
import { CrossbedError } from "../../../base/errors.ts";
import { chooseDay, sureOrder, type PrintedDate } from "../printed-date.ts";
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

/** One pass over one file. */
export class SarReading {
  readonly #file: string;
  readonly #lines: readonly string[];
  readonly #endsWithNewline: boolean;
  readonly #warnings: { readonly line: number; readonly text: string }[] = [];
  readonly #rows: TimedRow[] = [];
  #clock: DayClock | undefined;
  /** Of the CPU report that is being read; `other` in one of sar's other reports, undefined where rows have no heading. */
  #report: readonly CpuField[] | "other" | undefined;
  #hasCpuReport = false;
  #isAfterRestart = false;
  #wentBack = false;
  #lacksSeconds = false;

  constructor(text: string, file: string) {
    this.#file = file;
    this.#endsWithNewline = text.endsWith("\n");
    this.#lines = stripColour(text.replace(/^\uFEFF/u, ""))
      .trimEnd()
      .split(/\r?\n/u);
  }

  warn(line: number, text: string): void {
    this.#warnings.push({ line, text });
  }

  warnings(): string[] {
    const inOrder = this.#warnings.toSorted((left, right) => left.line - right.line);
    return inOrder.map(({ line, text }) => `${this.#file}: line ${line}: ${text}`);
  }

  read(): readonly TimedRow[] {
    const order = this.#dateOrder();
    for (const [index, line] of this.#lines.entries()) {
      const number = index + 1;
      // A terminal's echo of the interrupt key stands between sar's rows and its averages.
      if (line.trim() === "" || line.trim() === "^C") continue;
      const banner = parseBanner(line);
      if (banner === "no date") throw this.#malformed(number, "no date can be read from this banner.");
      if (banner !== undefined) this.#startRecording(number, banner, order);
      else if (this.#clock === undefined)
        throw this.#malformed(number, "this is not the banner that sar's output begins with.");
      else this.#readLine(number, line, this.#clock);
    }
    const last = this.#lines.length;
    if (this.#clock === undefined) throw this.#malformed(last, "the file is empty.");
    if (!this.#hasCpuReport && this.#report !== undefined)
      throw this.#malformed(last, "there is no CPU report up to here.");
    if (this.#rows.length === 0) this.warn(last, "no interval had ended when the recording did");
    return this.#rows;
  }

  #startRecording(number: number, banner: PrintedDate, order: "day first" | "month first"): void {
    const { day, isGuess } = chooseDay(banner, order);
    if (isGuess) {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
      this.warn(number, `${banner.text} is read with the ${order}, as ${date}`);
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
    } else if (this.#report === "other") {
      if (found.kind === "unknown") this.#refuseOrCut(number, line, isBeginning(line) && !this.#endsWithNewline);
    } else if (this.#report === undefined) {
      this.#refuseOrCut(number, line, isBeginning(line) && !this.#endsWithNewline);
    } else {
      this.#readCpuRow(number, line, this.#report, clock);
    }
  }

  #readCpuRow(number: number, line: string, fields: readonly CpuField[], clock: DayClock): void {
    const row = parseCpuRow(line, fields);
    const isLast = number === this.#lines.length;
    if (row === undefined || (isLast && !this.#endsWithNewline && !row.isWhole)) {
      const isCut = isCutCpuRow(line, fields) || (isBeginning(line) && !this.#endsWithNewline);
      this.#refuseOrCut(number, line, isCut);
      return;
    }
    if (row.stamp.kind === "average") {
      this.warn(number, "left out: an average of sar's own");
      return;
    }
    const localMs = this.#move(number, row.stamp, clock);
    // A CPU without ticks, or an interval of no length, has zeros throughout.
    if (row.sum !== 0 && Math.abs(row.sum - 100) > 3) {
      this.warn(number, `the percentages add up to ${row.sum.toFixed(2)}; taken as they are`);
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

  #refuseOrCut(number: number, line: string, isCut: boolean): void {
    if (!isCut || number !== this.#lines.length) {
      throw this.#malformed(number, `sar prints no such line here: ${JSON.stringify(line.slice(0, 100))}.`);
    }
    this.warn(number, "left out: the file ends in the middle of this line");
  }

  #malformed(line: number, message: string): CrossbedError {
    return new CrossbedError("malformed", message, {
      where: `${this.#file}: line ${line}`,
      hint: "Give the whole output of sar -u, recorded with S_TIME_FORMAT=ISO if its language is not known here.",
    });
  }

  /** `a/b/c` is month first as in the C and US locales, unless the file's language or another of its dates says otherwise. */
  #dateOrder(): "day first" | "month first" {
    for (const line of this.#lines) {
      const banner = parseBanner(line);
      const order = banner === undefined || banner === "no date" ? undefined : sureOrder(banner);
      if (order !== undefined) return order;
    }
    const isForeign = this.#lines.some((line) => isForeignAverage(line) || /\s\d+,\d\d?%?(?:\s|$)/u.test(line));
    return isForeign ? "day first" : "month first";
  }
}

/** What `S_COLORS=always` puts around values. */
function stripColour(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is being looked for
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/gu, "");
}
