/** What every script and program on machines finds in variables, as a line of shell: paths and time-outs, each by its name. */
import { hostPaths } from "./paths.ts";
import { scriptTimeouts } from "./timeouts.ts";

const lineOf = (variables: Readonly<Record<string, string | number>>): string =>
  `${Object.entries(variables)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ")}\n`;

export const variablesLine = lineOf({ ...hostPaths, ...scriptTimeouts });

/** The same for scripts on this machine, which are given their paths. */
export const timeoutsLine = lineOf(scriptTimeouts);
