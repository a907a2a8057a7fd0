import * as Plot from "@observablehq/plot";
import { Resvg } from "@resvg/resvg-js";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { renderFigureSvg } from "../../../../../benchmarks/exchange/figures/figure-svg.ts";
import { figuresOf } from "../../../../../benchmarks/exchange/figures/page-figures.ts";
import { pngRenderer } from "../../../../../benchmarks/exchange/figures/png.ts";
import { renderDocument } from "../../../../../benchmarks/report/document.ts";
import { renderFigure, renderLegend } from "../../../../../benchmarks/report/figures/figure.ts";
import { colours, drawPlot } from "../../../../../benchmarks/report/figures/plot.ts";
import { html } from "../../../../../base/html.ts";

const drawing = drawPlot("a point", {
  width: 500,
  height: 100,
  axis: null,
  marks: [Plot.dot([[1, 2]], { fill: colours.active })],
});
const text = { title: "CPU & load", caption: "What is <drawn>.", warnings: ["One host\u00A0was slow."] };
const legend = renderLegend([
  { name: "host1 (active)", kind: "active" },
  { name: "load not carried", kind: "hollow" },
]);
const page = renderDocument({
  title: "A page",
  sections: [],
  where: html``,
  footer: html``,
  main: html`${renderFigure({ emulated: true }, text, [drawing], legend)}
  ${renderFigure({ emulated: true }, text, [html`<p class="empty">Nothing was measured.</p>`])}`,
});
const { figures, colours: light } = figuresOf(page);
const svgs = figures.map((figure) => renderFigureSvg(figure, "run kvm-6core/20261123T030512Z-1a2b", light));
const [svg = ""] = svgs;

interface Texts {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
}

test("an exported figure says by itself what the page says around it, and what it is of", () => {
  const { document } = (parseHTML as unknown as (text: string) => { readonly document: Texts })(svg);
  expect([...document.querySelectorAll("text")].map(({ textContent }) => textContent)).toEqual([
    "CPU & loademulated",
    "What is <drawn>.",
    "host1 (active)",
    "load not carried",
    "One host was slow.",
    "Crossbed, run kvm-6core/20261123T030512Z-1a2b",
  ]);
});

test("an exported figure has its colours in itself, and a figure without a drawing is left out", () => {
  expect(svgs.length).toBe(1);
  expect(svg).not.toContain("var(");
  expect(svg).toContain('fill="#14639c"');
});

test("an exported figure is well-formed XML of its own size", () => {
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  // Title, caption, legend, drawing, note and source below each other.
  expect({ width, height }).toEqual({ width: 540, height: 20 + 26 + 17 + 24 + 108 + 17 + 17 + 10 });
});

test("a PNG is the figure at twice its size", async () => {
  const png = Buffer.from((await pngRenderer())(svg));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001A\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1080, 478]);
});
