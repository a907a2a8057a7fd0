/** Composes the text of the scripts that run on machines, with what all of them share in front, and of the values that they read. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { lockWaitSec } from "../base/lock-wait.ts";
import { hostPaths } from "./paths.ts";
import { variablesLine } from "./script-variables.ts";

/** A script's own file, or a text composed of several, by its name. */
export type Script = URL | { readonly name?: string; readonly text: string };

const own = (name: string): string => readFileSync(new URL(`scripts/${name}.sh`, import.meta.url), "utf8");
const values = `lock_wait_sec=${String(lockWaitSec)}\n${own("lock")}${own("values")}`;
const prelude = `${own("start-time")}${own("supervisor")}${own("lease")}${own("prelude")}`;

/** Why a step runs: to make something true, to make it true again where Pulumi's state knows it, or to undo it. */
export type Purpose = "create" | "update" | "delete";

const flags = { create: "", update: "updates=yes\n", delete: "undoes=yes\n" };

/** The scripts that lie in `scripts/` beside a module, by their names. */
export const scriptsBeside =
  (module: string) =>
  (step: string): URL =>
    new URL(`scripts/${step}.sh`, module);

const ownText = (script: Script): string => (script instanceof URL ? readFileSync(script, "utf8") : script.text);

/** Text of a script that runs beside others, for as long as its stdin is open or its work takes. */
export function commandText(script: Script): string {
  return `${variablesLine}${values}${ownText(script)}`;
}

/**
 * Text of a step's script: it also takes the step's lock (file LOCK), and asks for the machine's lease where the step names one. The
 * shell that waits for the script holds the locks, not the script itself: a daemon that the script starts would keep them for ever.
 */
export function scriptText(script: Script, purpose: Purpose = "create"): string {
  // Its name first: an error shows a failed step by its first line.
  const name = script instanceof URL ? basename(script.pathname) : script.name;
  return `# ${name ?? "a step"}\n${variablesLine}${values}${flags[purpose]}${prelude}(\n${ownText(script)}\n) 8>&- 9>&-\nexit\n`;
}

/** Text of a program that a script installs on a machine; it knows the machine's paths as scripts do. */
export function programText(program: URL): string {
  const text = readFileSync(program, "utf8");
  const body = text.indexOf("\n") + 1;
  return `${text.slice(0, body)}${variablesLine}${text.slice(body)}`;
}

/** The same in base64, as a script gets it. */
export function programInBase64(program: URL): string {
  return Buffer.from(programText(program)).toString("base64");
}

/** File on a machine that the script of a step locks while it works. */
export function stepLock(step: string): string {
  return `${hostPaths.HOST_RUN}/steps/${step}`;
}

/**
 * A script's values as it reads them: NAME=value lines, sorted by name, and an empty line, after which stdin is the script's
 * own. A name that is not upper case or a value of several lines throws.
 */
export function scriptInput(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name) || /[\r\n]/.test(value)) {
        throw new Error(`a script's value must be one line under an upper-case name; ${name} is not`);
      }
      return `${name}=${value}\n`;
    });
  return `${lines.join("")}\n`;
}
