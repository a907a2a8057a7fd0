import { fc } from "../../../../support/laws.ts";
import { sampleVariance, variance, mean } from "simple-statistics";
import { expect, test } from "vitest";
import { printed } from "../../../../../benchmarks/analysis/printed/printed.ts";
import { divisorsOfWholeNumbers } from "../../../../../benchmarks/analysis/printed/whole-numbers.ts";

const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 150 });

test("divisorsOfWholeNumbers · never denies what whole numbers have, whichever divisor was used", () => {
  fc.assert(
    fc.property(values, (list) => {
      const text = (value: number): string => value.toFixed(4);
      const by = (spread: number) =>
        divisorsOfWholeNumbers(list.length, printed(text(mean(list))), printed(text(spread)));
      expect(by(sampleVariance(list))).toContain("N-1");
      expect(by(variance(list))).toContain("N");
    }),
  );
});

test("divisorsOfWholeNumbers · no 255 whole numbers have the mean 1.3976", () => {
  expect(divisorsOfWholeNumbers(255, printed("1.3976"), printed("0.2401"))).toEqual([]);
});

test("divisorsOfWholeNumbers · a spread below the least that the mean allows", () => {
  // Half of them 1, half 2: nothing is closer together.
  expect(divisorsOfWholeNumbers(100, printed("1.5000"), printed("0.2400"))).toEqual([]);
  expect(divisorsOfWholeNumbers(100, printed("1.5000"), printed("0.2500"))).toEqual(["N"]);
});
