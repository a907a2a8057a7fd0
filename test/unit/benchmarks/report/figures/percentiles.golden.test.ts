import { test } from "vitest";
import { renderPercentileFigure } from "../../../../../benchmarks/report/figures/percentiles.ts";
import { expectFigure, figureData } from "../../../../support/figure-snapshot.ts";

test("renderPercentileFigure · a curve for each load, its rate at its end", async () => {
  const { summary, loads } = await figureData();
  expectFigure("percentiles", () => renderPercentileFigure(summary, loads));
});
