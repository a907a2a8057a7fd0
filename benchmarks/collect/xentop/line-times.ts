/** xentop prints no time: `collect.sh` tells it beside. */

/**
 * When each line was printed that may be a heading, by its number from 1: milliseconds since 1970 by the host's clock, out of what
 * the script said on stderr.
 */
export function readLineTimes(text: string): ReadonlyMap<number, number> {
  const told = text.matchAll(/^line (\d+) (\d+)[.,](\d{6})$/gmu);
  return new Map(
    [...told].map(([, line, seconds, micros]) => [Number(line), Number(`${seconds ?? ""}.${micros ?? ""}`) * 1000]),
  );
}
