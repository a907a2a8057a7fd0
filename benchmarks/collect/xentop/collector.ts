/** Runs xentop on a Xen host for the time of a case; what it prints is kept as it is, the samples' times beside it. */
import { readFileSync } from "node:fs";

/** Prints xentop's samples until its stdin ends, and their times on stderr; the first line of stdin is the interval in seconds. */
export const xentopScript: string = readFileSync(new URL("collect.sh", import.meta.url), "utf8");

/** When each sample began by the host's clock, in milliseconds since 1970, out of what the script printed on stderr. */
export function readSampleTimes(text: string): number[] {
  return [...text.matchAll(/^sample (\d+)[.,](\d{6})$/gmu)].map(
    ([, seconds, micros]) => Number(`${seconds ?? ""}.${micros ?? ""}`) * 1000,
  );
}
