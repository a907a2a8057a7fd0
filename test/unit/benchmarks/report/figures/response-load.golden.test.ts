import { test } from "vitest";
import { renderResponseFigure } from "../../../../../benchmarks/report/figures/response-load.ts";
import { expectFigure, figureData } from "../../../../support/figure-snapshot.ts";

test("renderResponseFigure · means with a band from the median to the 99th percentile", async () => {
  const { summary, loads } = await figureData();
  expectFigure("response-load", () => renderResponseFigure(summary, loads));
});
