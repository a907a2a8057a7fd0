/** Writes the figures of a report's page into a directory of their own, a file each. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { intoNewDirectory } from "../new-directory.ts";
import { titledFile } from "../titled-file.ts";
import { renderFigureSvg } from "./figure-svg.ts";
import type { FigureFormat } from "./formats.ts";
import { figuresOf } from "./page-figures.ts";
import { pngRenderer } from "./png.ts";

/**
 * Gives the files' names, in the order of the page.
 * @param source what the figures are of: a run or a study, by name
 * @throws CrossbedError `invalid_input` where something lies there, `missing_prerequisite` where PNG cannot be drawn.
 */
export async function writeFigures(
  html: string,
  source: string,
  target: string,
  format: FigureFormat,
): Promise<string[]> {
  const draw = format === "png" ? await pngRenderer() : (svg: string) => svg;
  const { figures, colours } = figuresOf(html);
  return await intoNewDirectory(target, async (aside) => {
    const files: string[] = [];
    for (const [index, figure] of figures.entries()) {
      const file = titledFile(index, figure.title, format);
      await writeFile(join(aside, file), draw(renderFigureSvg(figure, source, colours)));
      files.push(file);
    }
    return files;
  });
}
