import { expect, it } from "vitest";
import { formatDuration } from "../../../base/duration.ts";

it("formatDuration · hours and minutes, minutes and seconds, seconds; never less than nothing", () => {
  const words = {
    0: "0 s",
    45: "45 s",
    59.4: "59 s",
    60: "1 min",
    185: "3 min 05 s",
    750: "12 min 30 s",
    3900: "1 h 05 min",
  };
  expect(Object.keys(words).map((seconds) => formatDuration(Number(seconds)))).toEqual(Object.values(words));
  expect(formatDuration(-3)).toBe("0 s");
});
