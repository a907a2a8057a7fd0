/** Documents of a run's files, one a line. */
import { CrossbedError } from "../../base/errors.ts";
import { limits } from "./limits.ts";
import { plainLines } from "./plain-file.ts";

/** Lines of a file as they parse, many at a time; one that is cut at the end of the file is left out, with a warning. */
export async function* jsonLines<Line>(
  { file, mostLineLength }: { readonly file: string; readonly mostLineLength: number },
  parse: (where: string, text: string) => Line,
  warn: (warning: string) => void,
): AsyncGenerator<readonly Line[]> {
  let number = 0;
  let cut: { readonly error: unknown; readonly line: number } | undefined;
  for await (const lines of plainLines(file, { mostBytes: limits.file, mostLineLength })) {
    const parsed: Line[] = [];
    for (const line of lines) {
      number += 1;
      if (cut !== undefined) throw cut.error;
      if (line === "") continue;
      try {
        parsed.push(parse(`${file}: line ${number}`, line));
      } catch (error) {
        if (!(error instanceof CrossbedError) || !(error.cause instanceof SyntaxError)) throw error;
        cut = { error, line: number };
      }
    }
    yield parsed;
  }
  if (cut !== undefined) warn(`${file}: line ${cut.line}: cut off, left out`);
}
