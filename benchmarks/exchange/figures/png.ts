/** A figure's SVG as PNG, drawn by resvg with the fonts of this machine. */
import { CrossbedError } from "../../../base/errors.ts";

/** Pixels for one of the figure's: sharp on paper and on dense screens. */
const scale = 2;
const instead = "Or export with --format svg, which a browser or a drawing program shows with its own fonts.";

/**
 * Loads resvg and gives what draws with it.
 * @throws CrossbedError `missing_prerequisite` where resvg has no build for this machine, or the machine no font.
 */
export async function pngRenderer(): Promise<(svg: string) => Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js").catch((cause: unknown) => {
    throw new CrossbedError("missing_prerequisite", "resvg, which draws PNG, does not load on this machine.", {
      where: "@resvg/resvg-js",
      hint: `Install Crossbed's packages again (npm ci). ${instead}`,
      cause,
    });
  });
  const options = { fitTo: { mode: "zoom", value: scale }, font: { loadSystemFonts: true } } as const;
  // Without a font it draws, and leaves every word out.
  const word = '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">m</text></svg>';
  if (new Resvg(word, options).getBBox() === undefined) {
    throw new CrossbedError(
      "missing_prerequisite",
      "this machine has no font that a PNG's words could be drawn with.",
      {
        where: "fonts",
        hint: `Install one, such as the package fonts-dejavu-core. ${instead}`,
      },
    );
  }
  return (svg) => new Resvg(svg, options).render().asPng();
}
