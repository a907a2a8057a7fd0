/** HTML as a value: whatever is put into it is escaped, unless it is HTML itself. */

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly Html[];

/** A template of HTML. Strings and numbers are escaped, for text and for quoted attributes; undefined leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.map((string, index) => string + render(parts[index])).join("");
  return new Html(text);
}

/** Markup that is trusted: what this program or a library of its own has drawn, never what a file holds. */
export function trusted(text: string): Html {
  return new Html(text);
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map((each) => each.text).join("");
  return String(part).replaceAll(/[&<>"']/gu, (character) => `&#${String(character.codePointAt(0))};`);
}
