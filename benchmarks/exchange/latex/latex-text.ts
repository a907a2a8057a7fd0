/** Text as LaTeX sets it, every character that means something to LaTeX written so that it stands for itself. Pure. */

/** Each command ends by itself, so that what follows is not taken for a part of it. */
export const latexCommands: Readonly<Record<string, string>> = {
  "\\": String.raw`\textbackslash{}`,
  "{": String.raw`\{`,
  "}": String.raw`\}`,
  $: String.raw`\$`,
  "&": String.raw`\&`,
  "#": String.raw`\#`,
  _: String.raw`\_`,
  "%": String.raw`\%`,
  "^": String.raw`\textasciicircum{}`,
  "~": String.raw`\textasciitilde{}`,
  "<": String.raw`\textless{}`,
  ">": String.raw`\textgreater{}`,
  "|": String.raw`\textbar{}`,
  "-": String.raw`-{}`,
  "\u00A0": String.raw`\nobreakspace{}`,
  "\u202F": String.raw`\,{}`,
  "\u2212": String.raw`\ensuremath{-}`,
  "×": String.raw`\ensuremath{\times}`,
  "±": String.raw`\ensuremath{\pm}`,
  "→": String.raw`\ensuremath{\rightarrow}`,
  "≤": String.raw`\ensuremath{\leq}`,
  "≥": String.raw`\ensuremath{\geq}`,
  "–": String.raw`\textendash{}`,
  "…": String.raw`\ldots{}`,
};

/** White space of any length is one space, as in HTML; other characters stay, for a compiler that reads UTF-8. */
export function latexText(text: string): string {
  return text
    .trim()
    .replaceAll(/[ \t\r\n\f]+/gu, " ")
    .replaceAll(/[^A-Za-z0-9 ]/gu, (character) => latexCommands[character] ?? character);
}
