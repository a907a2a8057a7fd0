/** Runs sar on a host for the time of a case; what it prints is kept as it is. */
import { readFileSync } from "node:fs";

/** Prints sar's report until its stdin ends; the first line of stdin is the interval in seconds. */
export const sarScript: string = readFileSync(new URL("collect.sh", import.meta.url), "utf8");
