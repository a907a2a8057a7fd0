/** Text of a tool's collector: the part that all share, then its own `collect.sh`. It runs until its stdin ends. */
import { readFileSync } from "node:fs";

const shared = readFileSync(new URL("until-unwanted.sh", import.meta.url), "utf8");

/** `tool` is the folder of the collector. What goes on the first lines of stdin stands at the top of its `collect.sh`. */
export function collectScript(tool: "ping" | "sar" | "xentop"): string {
  return `${shared}\n${readFileSync(new URL(`${tool}/collect.sh`, import.meta.url), "utf8")}`;
}
