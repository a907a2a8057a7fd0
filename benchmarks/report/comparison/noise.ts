/** What is known of the noise on a rack, in words. */
import type { Noise, NoiseRow } from "../../analysis/compare/noise.ts";
import { loadTitle, threeDigits } from "./words.ts";

/** One sentence for each load: by how much two builds of the stack differ though nothing does. */
export function noiseTexts({ stack, atMs, rows }: Noise): string[] {
  const loads = [...new Set(rows.map(({ load }) => load))];
  const day = new Date(atMs).toISOString().slice(0, 10);
  return loads.map((load) => {
    const own = rows.filter((row) => row.load === load);
    const builds = Math.max(...own.map((row) => row.builds));
    return `${stack} against itself, ${String(builds)} builds until ${day}, ${loadTitle(load)}: two builds differ by up to ${own.map(rowText).join(", ")}`;
  });
}

function rowText({ measure, differenceOfTwo }: NoiseRow): string {
  return `${threeDigits(differenceOfTwo)} ${measure.unit} (${measure.name})`;
}

export const noiseTitle = "What is noise on this rack, for 95 of 100 pairs of builds";
export const noNoise =
  "How much two builds of one stack differ on this rack is not known; npx crossbed study --aa STACK measures it.";
