/** The first line of sar's output: `Linux 6.12.0 (host1) <tab>11/22/26 <tab>_x86_64_<tab>(2 CPU)`. */
import { parsePrintedDate, type PrintedDate } from "../printed-date.ts";

const banner = /^Linux \S+ \(.*\)\s+(?<date>\S.*?)(?:\s+_\S*_(?:\s+\(\d+ CPUs?\))?)?\s*$/u;

/** Reads a line as sar's banner. `undefined`: it is none. `no date`: a banner whose date cannot be read. */
export function parseBanner(line: string): PrintedDate | "no date" | undefined {
  const text = banner.exec(line)?.groups?.["date"];
  return text === undefined ? undefined : (parsePrintedDate(text) ?? "no date");
}
