import { fc } from "../../../../support/laws.ts";
import { expect, test } from "vitest";
import { placeLabels } from "../../../../../benchmarks/report/figures/label-places.ts";

const wanted = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 20 });

test("placeLabels · no two are nearer than the gap, each keeps its rank, and all are inside while there is room", () => {
  fc.assert(
    fc.property(wanted, (places) => {
      const placed = placeLabels(places, 15, 0, 400);
      const sorted = placed.toSorted((left, right) => left - right);
      for (const [rank, place] of sorted.entries()) {
        if (rank > 0) expect(place - (sorted[rank - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
      }
      for (const [index, place] of places.entries()) {
        for (const [other, at] of places.entries()) {
          if (place < at) expect(placed[index]).toBeLessThan(placed[other] ?? NaN);
        }
      }
      expect(Math.min(...placed)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(...placed)).toBeLessThanOrEqual(400 + 1e-9);
    }),
  );
});

test("placeLabels · who is far from all others stays where it wants to be", () => {
  expect(placeLabels([10, 200, 100], 15, 0, 400)).toEqual([10, 200, 100]);
});
