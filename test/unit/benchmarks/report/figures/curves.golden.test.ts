import { test } from "vitest";
import { renderCurvesFigure, type Curve } from "../../../../../benchmarks/report/figures/curves.ts";
import { expectFigure } from "../../../../support/figure-snapshot.ts";

/** Ten testbeds that end close to each other, one point not carried. */
const curves = ["bare", "kvm", "xen", "container"].flatMap((platform, row) =>
  ["16core", "12core", "6core"].slice(0, row === 0 ? 1 : 3).map((layout, column): Curve => {
    const points = [750, 2250, 4500].map((reqPerSec) => {
      const mean = 5 + reqPerSec / 100 + row + column / 2;
      const isHollow = row === 2 && reqPerSec === 4500;
      return { reqPerSec, mean, low: mean - 1, high: mean + 1, isHollow, note: isHollow ? "not carried" : "" };
    });
    return { name: `${platform} ${layout}`, platform, layout, points };
  }),
);

const figure = {
  ...{ title: "Against load", caption: "", warnings: [], emulated: true, uncertainty: "margin", empty: "Nothing." },
  curves,
};

test("renderCurvesFigure · ten curves that end close together keep their labels apart", () => {
  expectFigure("curves-cpu", () => renderCurvesFigure({ ...figure, unit: "%" }));
});

test("renderCurvesFigure · the same on a logarithmic axis", () => {
  expectFigure("curves-response", () => renderCurvesFigure({ ...figure, unit: "ms" }));
});
