/** Analyses a run and writes its `summary.json` and `report.html`; anybody may repeat that. */
import { join } from "node:path";
import { analyseRun } from "../analysis/summarise.ts";
import { runFiles } from "../results/directory.ts";
import { openRun } from "../results/reader.ts";
import type { Summary } from "../results/summary.ts";
import { writeSummary } from "../results/writer.ts";
import { writeWhole } from "../results/write-whole.ts";

/**
 * Reads the data files of the run in `directory`, changes none of them, and gives the summary that it wrote.
 * @throws CrossbedError `invalid_input` when this is no run, `malformed` when its files are not whole or do not add up.
 */
export async function writeReport(directory: string): Promise<Summary> {
  const run = await openRun(directory);
  const analysis = await analyseRun(run);
  await writeSummary(directory, analysis.summary);
  // Drawing takes longer to load than all the rest, and no page is drawn before there is something to show.
  const { renderPage } = await import("./page.ts");
  await writeWhole(join(directory, runFiles.report), renderPage(run, analysis));
  return analysis.summary;
}
