/** Text of a tool's collector: the part that all share, then its own `collect.sh`. It runs until its stdin ends. */
import { readFileSync } from "node:fs";
import { commandText } from "../../rack/script.ts";

const shared = readFileSync(new URL("until-unwanted.sh", import.meta.url), "utf8");

/** `tool` is the folder of the collector. Its values stand at the top of its `collect.sh`. */
export function collectScript(tool: "ping" | "sar" | "xentop"): string {
  return commandText({ text: `${shared}\n${readFileSync(new URL(`${tool}/collect.sh`, import.meta.url), "utf8")}` });
}
