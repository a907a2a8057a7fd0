/** Why a step ended as it did, in its own words: what it printed last that tells of an error. */
import { readFile } from "node:fs/promises";

const mostLines = 4;
const mostCharacters = 1000;

/** `log`: what it printed, which is named for whoever wants all of it. */
export async function reasonOf(log: string, status: number | undefined, signal: string | undefined): Promise<string> {
  const end = status === undefined ? `ended by ${signal ?? "a signal"}` : `ended with status ${String(status)}`;
  const lines = (await readFile(log, "utf8").catch(() => "")).split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /\berror:|^crossbed: /.test(line)).slice(-mostLines);
  const words = telling.join("; ");
  const shown = words.length <= mostCharacters ? words : `${words.slice(0, mostCharacters)}…`;
  return `${end}${shown === "" ? "" : `: ${shown}`} (${log})`;
}
