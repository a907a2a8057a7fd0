/** Observable Plot without a browser: marks in, SVG text out. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { formatMs } from "../format.ts";
import { trusted, type Html } from "../../../base/html.ts";

/** Colours come from the page's style, so that a figure follows light, dark and print. */
export const colours = {
  active: "var(--series-active)",
  passive: "var(--series-passive)",
  study: "var(--series-study)",
  mean: "var(--series-active)",
  max: "var(--series-max)",
  failed: "var(--bad)",
  event: "var(--event)",
  faint: "var(--rule)",
  page: "var(--page)",
  ramp: ["var(--ramp-1)", "var(--ramp-2)", "var(--ramp-3)", "var(--ramp-4)", "var(--ramp-5)", "var(--ramp-6)"],
} as const;

/** The part of a browser's types that this file uses: a program for Node.js does not have them. */
interface Drawing {
  setAttribute(name: string, value: string): void;
  readonly outerHTML: string;
}

const plot = Plot.plot as unknown as (options: object) => Drawing;
const parsePage = parseHTML as unknown as (text: string) => { readonly document: unknown };

/** Draws a plot; `label` says in a sentence what it shows, for people who cannot see it. */
export function drawPlot(label: string, options: Plot.PlotOptions): Html {
  const { document } = parsePage("<!doctype html><html><body></body></html>");
  const style = { background: "none", fontSize: "12px", overflow: "visible" };
  const drawing = plot({ ...options, document, className: "plot", style });
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", label);
  return trusted(drawing.outerHTML);
}

/** A logarithmic axis of milliseconds that holds all `values`, with room for lines at its edges. */
export function msAxis(
  label: string,
  values: readonly number[],
): { readonly y: Plot.ScaleOptions; readonly marks: Plot.Markish[] } {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [Math.min(...positive) / 1.25, Math.max(...positive) * 1.25];
  const ticks = logTicks(low, high);
  // A tick format of the scale's own would leave most ticks of a logarithmic scale without a label.
  const text = (value: number): string => formatMs(value).replace(/\.0+$/u, "");
  return {
    y: { type: "log", domain: [low, high], label, axis: null },
    marks: [Plot.gridY(ticks), Plot.axisY(ticks, { text, label })],
  };
}

/** 1, 2 and 5 times powers of ten; over three decades and more the powers alone. */
function logTicks(low: number, high: number): number[] {
  const steps = high / low >= 1000 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 16 }, (_, index) => index - 6);
  // Written as a decimal, so that 0.2 is no 0.20000000000000001.
  const ticks = powers.flatMap((power) => steps.map((step) => Number(`${String(step)}e${String(power)}`)));
  return ticks.filter((tick) => tick >= low && tick <= high);
}
