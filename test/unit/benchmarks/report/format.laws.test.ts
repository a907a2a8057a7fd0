import { fc } from "../../../support/laws.ts";
import { expect, test } from "vitest";
import { formatMs } from "../../../../benchmarks/report/format.ts";

/** Times from a nanosecond to weeks, as many small ones as great ones. */
const times = fc.double({ min: -6, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
const numberOf = (text: string): number => Number(text.replaceAll("\u202F", ""));

test("formatMs · says a time to within half of its third digit, and none but 0 as 0", () => {
  fc.assert(
    fc.property(times, (valueMs) => {
      const shown = numberOf(formatMs(valueMs));
      const unit = 10 ** (Math.floor(Math.log10(valueMs)) - 2);
      expect(Math.abs(shown - valueMs)).toBeLessThanOrEqual(0.5 * unit * (1 + 1e-9));
      expect(shown).toBeGreaterThan(0);
    }),
  );
});

test("formatMs · shows three significant digits of what is below a second, and no fraction above", () => {
  fc.assert(
    fc.property(times, (valueMs) => {
      const text = formatMs(valueMs);
      const digits = text.replaceAll(/[.\u202F]/gu, "").replace(/^0+/u, "");
      if (numberOf(text) < 1000) expect(digits).toHaveLength(3);
      else expect(text).not.toContain(".");
    }),
  );
});
