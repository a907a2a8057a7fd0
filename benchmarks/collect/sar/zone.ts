/** Places local times, in the order in which a file has them, on the UTC axis. All times here are in milliseconds. */
import { dayMs } from "../../../base/units.ts";

/** A local time, counted as if it were UTC, and where it lies. */
export interface PlacedTime {
  readonly timeMs: number;
  /** `skipped`: no clock of that zone ever showed it. `unknown hour`: shown twice, and nothing tells which was meant. */
  readonly doubt: "none" | "skipped" | "unknown hour";
}

/** A function that places times of one IANA zone. @throws RangeError when Node.js does not know the zone. */
export function zonePlacer(zone: string): (localTimesMs: readonly number[]) => PlacedTime[] {
  const offsetAt = zoneOffset(zone);

  /** Every instant at which the zone's clocks showed that time, first one first. */
  const instants = (localMs: number): number[] => {
    const offsets = new Set([offsetAt(localMs - dayMs), offsetAt(localMs + dayMs)]);
    return [...offsets]
      .map((offset) => localMs - offset)
      .filter((timeMs) => localMs - timeMs === offsetAt(timeMs))
      .toSorted((left, right) => left - right);
  };

  return (localTimesMs) => {
    const choices = localTimesMs.map(instants);
    const placed: PlacedTime[] = [];
    for (let start = 0; start < choices.length;) {
      const end = endOfHourShownTwice(choices, start);
      if (end === start) {
        const [only] = choices[start] ?? [];
        const local = localTimesMs[start] ?? 0;
        // As a clock would that was not put forward, hence the offset of the day before.
        placed.push(
          only === undefined
            ? { timeMs: local - offsetAt(local - dayMs), doubt: "skipped" }
            : { timeMs: only, doubt: "none" },
        );
        start += 1;
      } else {
        const { firstOfSecondHour, isKnown } = splitHour(localTimesMs, start, end);
        for (let index = start; index < end; index += 1) {
          const [early = 0, late = 0] = choices[index] ?? [];
          placed.push({ timeMs: index < firstOfSecondHour ? early : late, doubt: isKnown ? "none" : "unknown hour" });
        }
        start = end;
      }
    }
    return placed;
  };
}

function endOfHourShownTwice(choices: readonly (readonly number[])[], start: number): number {
  let end = start;
  while ((choices[end]?.length ?? 0) > 1) end += 1;
  return end;
}

/**
 * Times from `start` to `end` exist twice. Where they jump back, the second hour begins. Else they all belong to one of the two:
 * to the first when the file goes on before them, to the second when it goes on after them; with both, the longer gap hides an hour.
 */
function splitHour(
  times: readonly number[],
  start: number,
  end: number,
): { readonly firstOfSecondHour: number; readonly isKnown: boolean } {
  const at = (index: number): number => times[index] ?? NaN;
  for (let index = start + 1; index < end; index += 1) {
    if (at(index) < at(index - 1)) return { firstOfSecondHour: index, isKnown: true };
  }
  const gapBefore = start === 0 ? undefined : at(start) - at(start - 1);
  const gapAfter = end === times.length ? undefined : at(end) - at(end - 1);
  if (gapBefore === undefined && gapAfter === undefined) return { firstOfSecondHour: end, isKnown: false };
  const isFirst = gapAfter === undefined || (gapBefore !== undefined && gapBefore <= gapAfter);
  return { firstOfSecondHour: isFirst ? end : start, isKnown: true };
}

/** Local time minus UTC, by instant. */
function zoneOffset(zone: string): (timeMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (timeMs) => {
    const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1000) * 1000;
  };
}
