/** The frame of a page that needs nothing else, neither network nor another file nor a script. */
import { readFileSync } from "node:fs";
import { html, trusted, type Html } from "../../base/html.ts";

const style = ["colours.css", "page.css"].map((file) => readFileSync(new URL(file, import.meta.url), "utf8")).join("");

export interface PageParts {
  readonly title: string;
  /** Ids of sections with their short names, for the links at the top. */
  readonly sections: readonly (readonly [id: string, name: string])[];
  /** Below the title: of what, when, under which conditions. */
  readonly where: Html;
  readonly main: Html;
  readonly footer: Html;
  /** The program that made it, where the page may be read long after. */
  readonly generator?: string;
}

/** The whole document as text. */
export function renderDocument({ title, sections, where, main, footer, generator }: PageParts): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${generator === undefined ? undefined : html`<meta name="generator" content="${generator}" />`}
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <div class="bar">
            <span class="brand">Crossbed</span>
            <nav aria-label="Sections">${sections.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
          </div>
          <h1>${title}</h1>
          <p class="where">${where}</p>
        </header>
        <main>${main}</main>
        <footer>${footer}</footer>
      </body>
    </html> `.text;
}
