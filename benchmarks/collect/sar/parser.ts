/**
 * Reads the text that sysstat's `sar` prints: CPU reports of any version, language, time and number format, alone or among
 * other reports. Formats: sysstat's pr_stats.c and sar.c; glibc's locales; each variant has a recorded file among the tests.
 */
import { CrossbedError } from "../../../base/errors.ts";
import { SarReading } from "./reading.ts";
import { zonePlacer } from "./zone.ts";

/** CPU time of one interval in percent. Guest time lies within user and nice, interrupts within system, as in `sadf -j`. */
export interface SarRow {
  /** Wall time at the end of the interval as sar printed it, with its date: `2026-11-23T01:21:13`. */
  readonly local: string;
  /** The same instant in UTC, when a time zone was given: `2026-11-23T00:21:13Z`. */
  readonly time?: string;
  /** `all`, or a CPU's number. */
  readonly cpu: string;
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  /** Absent where a sysstat before 5.1 did not print it; likewise `steal`. */
  readonly iowait?: number;
  readonly steal?: number;
  readonly idle: number;
}

export interface SarReport {
  readonly rows: readonly SarRow[];
  /** `FILE: line N: why`: lines left out, and what had to be guessed. */
  readonly warnings: readonly string[];
}

export interface SarOptions {
  /** IANA zone of the machine that printed the times. */
  readonly timeZone?: string;
  /** How a date such as 05/04/26 is read, day or month in front. Without it: as the file's language or another date says. */
  readonly dateOrder?: "dmy" | "mdy";
}

const orders = { dmy: "day first", mdy: "month first" } as const;

/**
 * Parses a whole file; `file` is its name for messages. Lines that sar does not print,
 * and intervals whose percentages do not add up to 100, are left out with a warning.
 * @throws CrossbedError `malformed` with file and line when no row is left, `invalid_input` for an unknown zone.
 */
export function parseSar(text: string, file: string, options: SarOptions = {}): SarReport {
  const placer = options.timeZone === undefined ? undefined : placerOf(options.timeZone);
  const order = options.dateOrder === undefined ? undefined : orders[options.dateOrder];
  const reading = new SarReading(text, file, order);
  const timed = reading.read();
  const placed = placer?.(timed.map(({ localMs }) => localMs));

  for (const [index, { line, localMs, wentBack }] of timed.entries()) {
    const place = placed?.[index];
    const before = placed?.[index - 1];
    // Going back an hour when summer time ends is what a clock should do.
    const isExplained = place !== undefined && (before === undefined || place.timeMs > before.timeMs);
    if (wentBack && !isExplained)
      reading.warn(line, `the clock was set back to ${isoLocal(localMs)}; rows stay in order`);
    if (place === undefined || place.doubt === "none" || localMs === timed[index - 1]?.localMs) continue;
    const zone = options.timeZone ?? "";
    if (place.doubt === "skipped") reading.warn(line, `${isoLocal(localMs)} was never shown by a clock in ${zone}`);
    else reading.warn(line, `${isoLocal(localMs)} came twice in ${zone}; the first is taken`);
  }
  const rows = timed.map(({ localMs, row }, index): SarRow => {
    const { user = 0, nice = 0, system = 0, iowait, steal, idle = 0 } = row.values;
    const place = placed?.[index];
    return {
      local: isoLocal(localMs),
      ...(place === undefined ? {} : { time: `${isoLocal(place.timeMs)}Z` }),
      cpu: row.cpu,
      user,
      nice,
      system,
      ...(iowait === undefined ? {} : { iowait }),
      ...(steal === undefined ? {} : { steal }),
      idle,
    };
  });
  return { rows, warnings: reading.warnings() };
}

function placerOf(timeZone: string): ReturnType<typeof zonePlacer> {
  try {
    return zonePlacer(timeZone);
  } catch (cause) {
    throw new CrossbedError("invalid_input", `${JSON.stringify(timeZone)} is not a time zone.`, {
      where: "--timezone",
      hint: "Give an IANA name such as Europe/Stockholm or UTC.",
      cause,
    });
  }
}

function isoLocal(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 19);
}
