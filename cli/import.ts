/** `crossbed import`: recordings made elsewhere become a run. */
import { join } from "node:path";
import { Command } from "commander";
import { importRun } from "../benchmarks/import/run.ts";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { writeReport } from "../benchmarks/report/write.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { readSummary } from "../benchmarks/results/reader.ts";
import { versions } from "../benchmarks/run/versions.ts";
import { project, resultsDirectory } from "../base/project.ts";

interface Options {
  readonly json?: true;
}

/** The `import` command. */
export function importCommand(): Command {
  return new Command("import")
    .description(
      "make recordings of sar, xentop, the application and migrations, made elsewhere, a run (docs/import.md)",
    )
    .argument("<description>", "YAML file that says what was recorded and under which conditions")
    .option("--json", "print the run's directory and summary as JSON")
    .action(async (description: string, { json }: Options) => {
      const { crossbed = "unknown" } = await versions();
      const directory = await importRun(description, resultsDirectory(project), { crossbed, complete: writeReport });
      const summary = await readSummary(directory);
      const report = join(directory, runFiles.report);
      process.stdout.write(
        json === true
          ? `${JSON.stringify({ run: directory, report, summary }, null, 2)}\n`
          : `${renderHeadline(summary)}\nreport: ${report}\n`,
      );
    });
}
