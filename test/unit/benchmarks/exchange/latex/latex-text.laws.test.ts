import { fc } from "../../../../support/laws.ts";
import { expect, test } from "vitest";
import { latexCommands, latexText } from "../../../../../benchmarks/exchange/latex/latex-text.ts";

/** Longest first: no command is read as the beginning of another. */
const byCommand = Object.entries(latexCommands).toSorted(([, left], [, right]) => right.length - left.length);

/** What LaTeX would print; throws at a character that it would take for a command. */
function printed(latex: string): string {
  let text = "";
  for (let rest = latex; rest !== "";) {
    const found = byCommand.find(([, command]) => rest.startsWith(command));
    const [character, command] = found ?? [rest.slice(0, 1), rest.slice(0, 1)];
    if (found === undefined && /[\\{}$&#_%^~]/u.test(character)) throw new Error(`bare ${character} in ${latex}`);
    text += character;
    rest = rest.slice(command.length);
  }
  return text;
}

const specials = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Object.keys(latexCommands), " ", "a", "1", "(", "textbackslash"),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
});

test("latexText · prints every text as it was, and leaves no character bare that LaTeX takes for a command", () => {
  fc.assert(
    fc.property(specials, (text) => {
      expect(printed(latexText(text))).toBe(text.trim().replaceAll(/[ \t\r\n\f]+/gu, " "));
    }),
  );
});

test("latexText · does not join two hyphens to a dash", () => {
  expect(latexText("--fail-if 5 % & more")).toBe(String.raw`-{}-{}fail-{}if 5 \% \& more`);
});
