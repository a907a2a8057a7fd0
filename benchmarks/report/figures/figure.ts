/** What surrounds every drawing: a number, a caption, the conditions it must not be separated from, its warnings. */
import type { Summary } from "../../results/summary.ts";
import { html, type Html } from "../../../base/html.ts";

export interface FigureText {
  readonly title: string;
  /** What is drawn and how to read it. */
  readonly caption: string;
  /** What a reader of this figure has to know about these data. */
  readonly warnings: readonly string[];
}

/** Of a drawing over the whole page, in pixels. */
export const pageWidth = 1140;

/** Warnings beyond these are in the table of warnings; a figure says how many. */
const mostWarnings = 4;

export function renderFigure(
  summary: Pick<Summary, "emulated">,
  text: FigureText,
  drawings: readonly Html[],
  legend: Html = html``,
): Html {
  const warnings = text.warnings.slice(0, mostWarnings);
  const more = text.warnings.length - warnings.length;
  return html`<figure>
    <figcaption>
      <h3>${text.title} ${emulatedMark(summary)}</h3>
      <p>${text.caption}</p>
    </figcaption>
    ${legend}
    <div class="drawing">${drawings}</div>
    ${
      warnings.length === 0
        ? undefined
        : html`<ul class="warnings">
            ${warnings.map((warning) => html`<li>${warning}</li>`)}${more === 0 ? undefined : html`<li>and ${more} more below</li>`}
          </ul>`
    }
  </figure>`;
}

/** Stands in the caption of every table and figure of a run on emulated hosts. */
export function emulatedMark({ emulated }: Pick<Summary, "emulated">): Html | undefined {
  return emulated ? html`<span class="mark emulated">emulated</span>` : undefined;
}

/** A line of named colours; `kind` is the style's class for how the thing is drawn. */
export function renderLegend(entries: readonly { readonly name: string; readonly kind: string }[]): Html {
  return html`<ul class="legend">
    ${entries.map(({ name, kind }) => html`<li><i class="${kind}"></i>${name}</li>`)}
  </ul>`;
}
