/** What an error says of a command that failed: which one, where, and its last words. */
import type { Log } from "./engine-log.ts";
import type { Output } from "./output.ts";

/** Why a step failed stands in its last lines; all of them would bury it. */
const lastLines = 20;

/** A command by its first line: scripts have their name there. */
export function inBrief(command: string): string {
  const [first = "", ...rest] = command.trimEnd().split("\n");
  return rest.length === 0 ? JSON.stringify(first) : `${JSON.stringify(first)} and ${String(rest.length)} more lines`;
}

/** The error of a command that did not end with status 0. Where it printed more than is shown, Pulumi's debug log gets all of it. */
export async function failure(outcome: string, what: string, output: Output, log: Log): Promise<Error> {
  const said = output.combined();
  const lines = said.trimEnd().split("\n");
  const left = lines.length - lastLines;
  if (left > 0) log.message("debug", said);
  await log.flush();
  const shown =
    left > 0 ? `(${String(left)} lines before these; --debug shows them)\n${lines.slice(left).join("\n")}\n` : said;
  return new Error(`${outcome}: running ${what}:\n${shown}`);
}
