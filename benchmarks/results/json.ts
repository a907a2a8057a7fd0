/** JSON of a run's files, checked against a schema; what is wrong is one line. */
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";

/** Nobody reads more. */
const mostProblems = 3;

/**
 * `translate` gives the document in the names of this version.
 * @throws CrossbedError `malformed` with the cause `SyntaxError` for what is no JSON, else with what the schema refuses.
 */
export function parseJson<Schema extends z.ZodType>(
  where: string,
  text: string,
  schema: Schema,
  translate: (document: unknown) => unknown = (document) => document,
): z.infer<Schema> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new CrossbedError("malformed", "this is not JSON.", { where, hint: "Restore the file from a copy.", cause });
  }
  const hint = "Restore the file from a copy, or use the version of Crossbed that wrote it.";
  try {
    const result = schema.safeParse(translate(document));
    if (result.success) return result.data;
    throw new CrossbedError("malformed", `${problemsOf(result.error.issues)}.`, { where, hint, cause: result.error });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CrossbedError("malformed", "this is nested too deeply.", { where, hint, cause: error });
  }
}

function problemsOf(issues: readonly z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, mostProblems).map(({ path, message }) => oneLine(`${path.join(".")}: ${message}`));
  const more = issues.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join("; ");
}

/** Keys of a document may hold anything. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, " ");
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
