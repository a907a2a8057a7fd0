import { test } from "vitest";
import { loadFrame, loadMarks, studyMarks } from "../../../../../benchmarks/report/figures/load-marks.ts";
import { colours, drawPlot } from "../../../../../benchmarks/report/figures/plot.ts";
import { expectFigure, figureData } from "../../../../support/figure-snapshot.ts";

test("loadMarks · a bar from low to high for each point, one line a series, the study's line at this run's scale", async () => {
  const { summary, loads } = await figureData();
  const study = studyMarks(summary, "cpu_percent", String);
  const points = [45, 45, 189].map((reqPerSec, index) => {
    const mean = 20 + 20 * index;
    return {
      series: "s",
      reqPerSec,
      mean,
      low: mean - 5,
      high: mean + 10,
      colour: colours.active,
      fill: colours.page,
      title: String(index),
    };
  });
  expectFigure("load-marks", () =>
    drawPlot("load marks", {
      ...loadFrame(loads, study),
      y: { domain: [0, 100] },
      marks: loadMarks(loads, points, study),
    }),
  );
});
