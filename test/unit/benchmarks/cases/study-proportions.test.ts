import { fc } from "../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { studyCases } from "../../../../benchmarks/cases/study.ts";
import { loadsBelow } from "../../../../benchmarks/cases/study-proportions.ts";

describe("loadsBelow", () => {
  it("gives the study's loads of bare metal, to within one in a hundred of the limit, below the study's limit", () => {
    const study = studyCases.filter(({ table }) => table === "3.1").map((each) => each.nominalReqPerSec);
    const loads = loadsBelow(9450);
    expect(loads).toHaveLength(study.length);
    for (const [index, load] of loads.entries()) expect(Math.abs(load - (study[index] ?? NaN))).toBeLessThan(94.5);
  });

  it("ends at the limit itself, ascends, and names no load twice, as a stack's data demands", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (limit) => {
        const loads = loadsBelow(limit);
        expect(loads).toEqual([...new Set(loads)].toSorted((left, right) => left - right));
        expect(loads.at(-1)).toBeGreaterThan(limit * 0.99 - 0.5);
        expect(loads.at(-1)).toBeLessThan(limit * 1.01 + 0.5);
      }),
    );
  });
});
