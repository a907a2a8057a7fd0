/** The figures of a report's page, with what surrounds their drawings there: title, mark, caption, legend, warnings. */
import { parsePage, type PageElement } from "../page-document.ts";

export interface PageFigure {
  readonly title: string;
  /** Shown in the title: the hosts were emulated. */
  readonly isEmulated: boolean;
  readonly caption: string;
  /** `kind` is the page's class for how the thing is drawn. */
  readonly legend: readonly { readonly kind: string; readonly name: string }[];
  /** SVG texts, from the top down, with their sizes in pixels. */
  readonly drawings: readonly Drawing[];
  /** Numbered events of a time line, then warnings; a line each. */
  readonly notes: readonly string[];
}

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export interface FiguresOfPage {
  readonly figures: readonly PageFigure[];
  /** The page's light colours by their names: `--series-active`. */
  readonly colours: ReadonlyMap<string, string>;
}

/** Every figure with a drawing, in the order of the page. */
export function figuresOf(html: string): FiguresOfPage {
  const { document } = parsePage(html);
  const style = document.querySelector("style")?.textContent ?? "";
  // The first block of the style has the light colours.
  const light = style.slice(0, style.indexOf("}"));
  const colours = new Map(
    [...light.matchAll(/(--[\w-]+):\s*([^;]+);/gu)].map(([, name = "", value = ""]) => [name, value]),
  );
  const figures = [...document.querySelectorAll("figure")].map(figureOf);
  return { figures: figures.filter(({ drawings }) => drawings.length > 0), colours };
}

function figureOf(figure: PageElement): PageFigure {
  const mark = figure.querySelector("figcaption .mark.emulated");
  mark?.remove();
  const textsOf = (selector: string): string[] =>
    [...figure.querySelectorAll(selector)].map(({ textContent }) => oneLine(textContent));
  return {
    title: textsOf("figcaption h3")[0] ?? "",
    isEmulated: mark !== null,
    caption: textsOf("figcaption p").join(" "),
    legend: [...figure.querySelectorAll(".legend li")].map((entry) => ({
      kind: entry.querySelector("i")?.className ?? "",
      name: oneLine(entry.textContent),
    })),
    drawings: [...figure.querySelectorAll(".drawing > svg")].map(drawingOf),
    notes: [...textsOf(".events li").map((text, index) => `${String(index + 1)}: ${text}`), ...textsOf(".warnings li")],
  };
}

function drawingOf(svg: PageElement): Drawing {
  // It styles the drawing as a part of a page.
  svg.querySelector("style")?.remove();
  return {
    svg: svg.outerHTML,
    width: Number(svg.getAttribute("width")),
    height: Number(svg.getAttribute("height")),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
