import { expect, test } from "vitest";
import { renderTimeLine } from "../../../../../benchmarks/report/figures/time-line.ts";
import { expectFigure, figureData } from "../../../../support/figure-snapshot.ts";

test("renderTimeLine · load, response time and CPU, the response time broken where nothing was answered", async () => {
  const { summary, loads } = await figureData();
  const repetition = loads[0]?.repetitions[1];
  if (repetition === undefined) throw new Error("the first load has two repetitions");
  expect(repetition.tally.record.events).toHaveLength(1);
  expectFigure("time-line", () => renderTimeLine(summary, repetition));
});
