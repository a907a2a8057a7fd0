/** What is known of the noise on a rack, in words, and as JSON. */
import { confidenceText } from "../../../base/confidence.ts";
import type { Noise, NoiseRow } from "../../analysis/compare/noise.ts";
import { html, type Html } from "../../../base/html.ts";
import { threeDigits } from "../format.ts";
import { loadTitle } from "./words.ts";

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

/** As in a file: a measure is its name with its unit. */
export function plainNoise({ rows, ...one }: Noise) {
  return { ...one, rows: rows.map(({ measure, ...row }) => ({ measure: measure.name, unit: measure.unit, ...row })) };
}

/** A list on a page. */
export function renderNoise(noise: readonly Noise[]): Html {
  if (noise.length === 0) return html`<p class="empty">${noNoise}</p>`;
  return html`<ul>
    ${noise.flatMap(noiseTexts).map((text) => html`<li>${text}</li>`)}
  </ul>`;
}

/** Lines for a terminal. */
export function noiseLines(noise: readonly Noise[]): string[] {
  return noise.length === 0 ? [noNoise] : [`${noiseTitle}:`, ...noise.flatMap(noiseTexts).map((text) => `  ${text}`)];
}

function rowText({ measure, differenceOfTwo }: NoiseRow): string {
  return `${threeDigits(differenceOfTwo)} ${measure.unit} (${measure.name})`;
}

export const noiseTitle = `What is noise on this rack, for ${confidenceText} of all pairs of builds`;
const noNoise =
  "How much two builds of one stack differ on this rack is not known; npx crossbed study --aa STACK measures it.";
