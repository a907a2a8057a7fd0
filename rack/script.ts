/** Text of the scripts that run on machines: one step a file, with what all of them share in front. */
import { readFileSync } from "node:fs";

const prelude = readFileSync(new URL("scripts/prelude.sh", import.meta.url), "utf8");

/**
 * Text of a script as it is run: the prelude that reads the values and takes the step's lock (file LOCK), then the script, a file or a text composed of several. The
 * shell that waits for the script has the lock, not the script: a daemon that it starts would keep it for ever.
 */
export function scriptText(script: URL | { readonly text: string }): string {
  const text = script instanceof URL ? readFileSync(script, "utf8") : script.text;
  return `${prelude}(\n${text}\n) 9>&-\nexit\n`;
}

/** File on a machine that the script of a step locks while it works. */
export function stepLock(step: string): string {
  return `/run/crossbed/steps/${step}`;
}

/** A script's values as it reads them: NAME=value lines, sorted by name. A name that is not upper case or a value of several lines throws. */
export function scriptInput(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name) || /[\r\n]/.test(value)) {
        throw new Error(`a script's value must be one line under an upper-case name; ${name} is not`);
      }
      return `${name}=${value}\n`;
    })
    .join("");
}
