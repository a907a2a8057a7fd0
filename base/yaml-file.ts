/** Reads a document that a user writes, YAML or JSON, in such a way that no file can take the program's time or memory. */
import { parse } from "yaml";
import { CrossbedError, messageOf } from "./errors.ts";
import { readRegularFile } from "./regular-file.ts";

/** A rack of 64 machines fits; with many more keys the parser takes seconds, because it compares each key with each. */
const mostBytes = 64 * 1024;

/**
 * Returns the data in a file, of unknown shape. Errors call the file `where`.
 * @throws CrossbedError `invalid_input`, in one line, for what is no regular file, too large or neither YAML nor JSON.
 */
export function readYamlFile(file: string, where = file, whenUnreadable?: string): unknown {
  const text = readRegularFile(file, {
    mostBytes,
    whenLarger: "Is it the right file? Remove what does not belong in it.",
    ...(whenUnreadable === undefined ? {} : { whenUnreadable }),
  }).toString("utf8");
  try {
    return parse(text, { logLevel: "error" }) as unknown;
  } catch (cause) {
    const [why = ""] = messageOf(cause).split("\n");
    const reason = why.replace("Maximum call stack size exceeded", "it is nested too deeply").replace(/:$/, "");
    throw new CrossbedError("invalid_input", `is not YAML: ${reason}.`, { where, hint: "Correct that line.", cause });
  }
}
