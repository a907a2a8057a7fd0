/** xentop prints no time: `collect.sh` tells it beside. */

/** When each sample began by the host's clock, in milliseconds since 1970, out of what the script printed on stderr. */
export function readSampleTimes(text: string): number[] {
  return [...text.matchAll(/^sample (\d+)[.,](\d{6})$/gmu)].map(
    ([, seconds, micros]) => Number(`${seconds ?? ""}.${micros ?? ""}`) * 1000,
  );
}
