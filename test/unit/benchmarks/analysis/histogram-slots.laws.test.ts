import { fc } from "../../../support/laws.ts";
import { build } from "hdr-histogram-js";
import { expect, test } from "vitest";
import { greatestOf, halfOf, leastOf, slotOf } from "../../../../benchmarks/analysis/histogram-slots.ts";

const digits = fc.constantFrom<(0 | 1 | 2 | 3)[]>(0, 1, 2, 3);

test("slotOf · puts a value between the least and the greatest of its slot", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), digits, (value, exactTo) => {
      const half = halfOf(exactTo);
      const slot = slotOf(value, half);
      expect(leastOf(slot, half)).toBeLessThanOrEqual(value);
      expect(greatestOf(slot, half)).toBeGreaterThanOrEqual(value);
      expect(slotOf(leastOf(slot, half), half)).toBe(slot);
    }),
  );
});

test("slots · are those of HdrHistogram", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3), (value, exactTo) => {
      const theirs = build({ lowestDiscernibleValue: 1, autoResize: true, numberOfSignificantValueDigits: exactTo });
      theirs.recordValue(value);
      const half = halfOf(exactTo);
      const slot = slotOf(value, half);
      expect(greatestOf(slot, half)).toBe(theirs.getValueAtPercentile(100));
    }),
  );
});
