/** Reads the lines by which a machine answers. */
import { CrossbedError } from "../../base/errors.ts";

/**
 * The lines that `script` printed on `machine`, by what they are about: words set apart by tabs. Each function refuses what the script does
 * not print; `finish` whatever nobody asked for.
 */
export function linesOf(machine: string, text: string, script: string) {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  const refuse = (words: readonly string[]): never => {
    throw new CrossbedError("malformed", `its answer is malformed: ${words.join(" ")}`, {
      where: machine,
      hint: `Run ${script} there by hand to see its answer.`,
    });
  };
  const known = new Set<readonly string[]>();
  const said = (about: string, size: number): (readonly string[])[] => {
    const found = lines.filter((words) => words[0] === about);
    for (const words of found) {
      if (words.length !== size + 1) refuse(words);
      known.add(words);
    }
    return found.map((words) => words.slice(1));
  };
  const number = (word: string | undefined): number =>
    word !== undefined && /^\d{1,18}$/.test(word) ? Number(word) : refuse([String(word)]);
  const oneOf = (words: readonly string[], word: string | undefined): string =>
    word !== undefined && words.includes(word) ? word : refuse([String(word)]);
  const numbers = (about: string): Record<string, number> =>
    Object.fromEntries(said(about, 2).map(([name = "", value]) => [name, number(value)]));
  const finish = <Answer>(answer: Answer): Answer => {
    const unknown = lines.find((words) => !known.has(words));
    return unknown === undefined ? answer : refuse(unknown);
  };
  return { said, number, numbers, oneOf, finish };
}
