// What befalls a study and its steps, by a file: at which of all moments, counted over every process, who dies or is asked to end.
import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The fate of this moment, or undefined. `directory` holds `moments`, a byte for each that was, and `fates.json`. */
export function nextFate(directory) {
  const file = join(directory, "moments");
  appendFileSync(file, ".");
  return JSON.parse(readFileSync(join(directory, "fates.json"), "utf8"))[String(statSync(file).size)];
}
