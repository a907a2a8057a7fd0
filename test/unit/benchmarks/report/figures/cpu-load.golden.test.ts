import { test } from "vitest";
import { renderCpuFigure } from "../../../../../benchmarks/report/figures/cpu-load.ts";
import { expectFigure, figureData } from "../../../../support/figure-snapshot.ts";

test("renderCpuFigure · a line for each host through the means of its loads, hollow dots where the load was not carried", async () => {
  const { summary, loads } = await figureData();
  expectFigure("cpu-load", () => renderCpuFigure(summary, loads));
});
