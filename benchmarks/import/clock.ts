/** Local times of a description and of recordings, as they lie on the axis of true time. */
import { CrossbedError } from "../../base/errors.ts";
import { zonePlacer } from "../collect/sar/zone.ts";

/** Places local times, in the order in which they passed; both as milliseconds since 1970. */
export type LocalClock = (localTimesMs: readonly number[]) => number[];

/** @throws CrossbedError `malformed`, by the clock, for a time that the zone's clocks never showed, or showed twice. */
export function localClock(zone: string): LocalClock {
  const place = zonePlacer(zone);
  return (localTimesMs) =>
    place(localTimesMs).map(({ timeMs, doubt }, index) => {
      if (doubt === "none") return timeMs;
      const shown = new Date(localTimesMs[index] ?? 0).toISOString().slice(0, 19);
      const why = doubt === "skipped" ? "never came" : "came twice";
      throw new CrossbedError("malformed", `${shown} ${why} in ${zone}, where clocks were set.`, {
        hint: "Give its times in UTC, and timezone: UTC.",
      });
    });
}
