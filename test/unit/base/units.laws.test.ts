import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import * as units from "../../../base/units.ts";

const pairs = [
  ["mibToBytes", "bytesToMiB"],
  ["gibToMiB", "mibToGiB"],
  ["secToMs", "msToSec"],
  ["minToSec", "secToMin"],
  ["msToUs", "usToMs"],
] as const;

describe("conversions", () => {
  it.each(pairs)("%s and %s undo each other", (there, back) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
        expect(units[back](units[there](value))).toBeCloseTo(value, 6);
      }),
    );
  });

  it("have the factors that their names say", () => {
    expect([units.mibToBytes(1), units.gibToMiB(1), units.secToMs(1), units.minToSec(1), units.msToUs(1)]).toEqual([
      1_048_576, 1024, 1000, 60, 1000,
    ]);
  });
});
