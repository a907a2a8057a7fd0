/** Figures 4.1 to 4.4 of a study: all its testbeds in one plot each. */
import type { MeasureName } from "../../analysis/compare/measures.ts";
import { trendOf } from "../../analysis/study/trends.ts";
import type { Testbed } from "../../analysis/study/testbed.ts";
import { renderCurvesFigure, type Curve } from "../figures/curves.ts";
import type { Html } from "../../../base/html.ts";
import { capital, measureTitle, testbedName } from "./words.ts";

/** Loads as the study counts them, whatever the scale. */
export function renderTrends(
  testbeds: readonly Testbed[],
  measure: MeasureName,
  unit: "%" | "ms",
  emulated: boolean,
): Html {
  const curves = testbeds.map((testbed): Curve => {
    const points = trendOf(testbed, measure).points.map(({ reqPerSec, mean, values, isCarried }) => {
      const repetitions = `${String(values.length)} ${values.length === 1 ? "repetition" : "repetitions"}`;
      return {
        ...{ reqPerSec, mean, low: Math.min(...values), high: Math.max(...values) },
        isHollow: !isCarried,
        note: isCarried ? repetitions : `${repetitions}, not carried`,
      };
    });
    return { name: testbedName(testbed), platform: testbed.platform, layout: testbed.layout, points };
  });
  return renderCurvesFigure({
    title: `${capital(measureTitle(measure))} against load`,
    caption:
      "A colour for each platform, a stroke and a symbol for each layout; loads as the study counts them. Points are means over repetitions, bars go " +
      "from the least to the greatest of them. A hollow point was not carried.",
    warnings: [],
    curves,
    emulated,
    unit,
    uncertainty: "the least and the greatest repetition",
    empty: "Nothing was measured.",
  });
}
