/** What an error says of a command that failed: which one, where, and its last words. */
import type { Log } from "./engine-log.ts";
import type { Output } from "./output.ts";

/** Why a step failed stands in its last lines; all of them would bury it. */
const lastLines = 20;
/** Characters, of three bytes at most each: what one message of the log may carry whole. */
const mostOfMessage = 5000;

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
  for (let at = 0; left > 0 && at < said.length; at += mostOfMessage) {
    log.message("debug", said.slice(at, at + mostOfMessage));
  }
  await log.flush();
  const shown =
    left > 0
      ? `(${String(left)} lines before these; pulumi up --debug shows them)\n${lines.slice(left).join("\n")}\n`
      : said;
  return new Error(`${outcome}: running ${what}:\n${shown}`);
}
