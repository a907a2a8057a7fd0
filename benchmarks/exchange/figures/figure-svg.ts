/** A figure of a report as an SVG of its own: what the page says around a drawing stands in the picture. */
import { html, trusted, type Html } from "../../../base/html.ts";
import type { PageFigure } from "./page-figures.ts";

const margin = 20;
/** Widths cannot be measured without a font: these hold those of the usual ones, in shares of the size. */
const letterWidth = 0.56;
const fonts = "'DejaVu Sans', 'Liberation Sans', 'Noto Sans', Arial, Helvetica, sans-serif";

interface Piece {
  readonly height: number;
  readonly at: (top: number) => Html;
}

/**
 * The SVG's text. It needs no style sheet and no script; a program that shows it needs a font.
 * @param source what the figure is of: a run or a study, by name
 * @param colours the page's, by their names
 */
export function renderFigureSvg(figure: PageFigure, source: string, colours: ReadonlyMap<string, string>): string {
  const inner = Math.max(480, ...figure.drawings.map(({ width }) => width));
  const pieces = [
    titleOf(figure),
    ...linesOf(figure.caption, inner, "var(--soft)"),
    legendOf(figure.legend, inner),
    ...figure.drawings.map(({ svg, height }): Piece => ({
      height: height + 8,
      at: (top) => html`<svg x="${margin}" y="${top + 4}" ${trusted(svg.slice("<svg".length))}`,
    })),
    ...figure.notes.flatMap((note) => linesOf(note, inner, "var(--ink)")),
    ...linesOf(`Crossbed, ${source}`, inner, "var(--soft)"),
  ];
  let top = margin;
  const placed = pieces.map(({ height, at }) => {
    const piece = at(top);
    top += height;
    return piece;
  });
  const [width, height] = [inner + 2 * margin, top + margin / 2];
  const { text } = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    font-family="${trusted(fonts)}"
    color="var(--ink)"
    fill="currentColor"
  >
    <rect width="100%" height="100%" fill="var(--surface)" />
    ${placed}
  </svg> `;
  return text
    .replaceAll(' font-family="system-ui, sans-serif"', "")
    .replaceAll(/var\((--[\w-]+)\)/gu, (_, name: string) => colours.get(name) ?? "currentColor");
}

function titleOf({ title, isEmulated }: PageFigure): Piece {
  const mark = isEmulated
    ? html`<tspan dx="10" font-size="12" font-weight="600" fill="var(--amber)">emulated</tspan>`
    : undefined;
  return {
    height: 26,
    at: (top) => html`<text x="${margin}" y="${top + 14}" font-size="16" font-weight="700">${title}${mark}</text>`,
  };
}

/** Words, broken where they would leave the picture. */
function linesOf(text: string, width: number, colour: string): Piece[] {
  const size = 12;
  const most = Math.floor(width / (size * letterWidth));
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => ({
    height: 17,
    at: (top) => html`<text x="${margin}" y="${top + 12}" font-size="${size}" fill="${colour}">${line}</text>`,
  }));
}

function legendOf(legend: PageFigure["legend"], width: number): Piece {
  const size = 13;
  const [symbol, gap, line] = [24, 18, 20];
  let [x, y] = [0, 0];
  const entries = legend.map(({ kind, name }) => {
    const wide = symbol + name.length * size * letterWidth;
    if (x > 0 && x + wide > width) [x, y] = [0, y + line];
    const at = { kind, name, x, y };
    x += wide + gap;
    return at;
  });
  return {
    height: legend.length === 0 ? 0 : y + line + 4,
    at: (top) =>
      html`<g font-size="${size}"
        >${entries.map(
          (entry) =>
            html`<g transform="translate(${margin + entry.x},${top + 10 + entry.y})"
              >${symbolOf(entry.kind)}<text x="${symbol}" y="4">${entry.name}</text></g
            >`,
        )}</g
      >`,
  };
}

/** As the page's style draws it. */
function symbolOf(kind: string): Html {
  const rect = (fill: string, opacity: number): Html =>
    html`<rect y="-6" width="18" height="11" fill="${fill}" fill-opacity="${opacity}" />`;
  const line = (stroke: string, dashes?: string): Html =>
    html`<path d="M0,0H18" stroke="${stroke}" stroke-width="3" stroke-dasharray="${dashes ?? "none"}" />`;
  switch (kind) {
    case "band":
    case "bars":
      return rect("var(--series-active)", 0.24);
    case "failed":
      return rect("var(--bad)", 1);
    case "hollow":
      return html`<circle cx="9" r="4" fill="none" stroke="var(--series-active)" stroke-width="2" />`;
    case "study":
      return line("var(--series-study)", "5 4");
    case "passive":
    case "max":
      return line(`var(--series-${kind})`);
    default:
      return line("var(--series-active)");
  }
}
