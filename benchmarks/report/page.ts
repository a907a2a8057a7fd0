/** The report's page: one file that needs nothing else, neither network nor another file. */
import type { Analysis } from "../analysis/summarise.ts";
import type { RunReader } from "../results/reader.ts";

export function renderPage(_run: RunReader, _analysis: Analysis): string {
  return "<!doctype html>";
}
