/** `crossbed report`: analyses a run again and renders its report, on any machine. */
import { join } from "node:path";
import { Command } from "commander";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { writeReport } from "../benchmarks/report/write.ts";

/** The `report` command. */
export function reportCommand(): Command {
  return new Command("report")
    .description("analyse a run again from its data and render its report")
    .argument("<run>", "a run's directory, such as results/kvm-6core/20261123T030512Z-1a2b")
    .option("--json", "print the summary as JSON")
    .action(async (directory: string, options: { json?: true }) => {
      const summary = await writeReport(directory);
      const report = join(directory, "report.html");
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ report, summary }, null, 2)}\n`
          : `${renderHeadline(summary)}\nreport: ${report}\n`,
      );
    });
}
