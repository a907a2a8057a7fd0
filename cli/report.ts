/** `crossbed report`: analyses a run again and renders its report, on any machine; or looks through the study's own tables. */
import { join } from "node:path";
import { Command } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { writeReport } from "../benchmarks/report/write.ts";
import { pagesDirectory, writePage } from "./page-file.ts";

interface Options {
  readonly json?: true;
  readonly thesis?: true;
  readonly html?: string;
}

/** The `report` command. */
export function reportCommand(): Command {
  return new Command("report")
    .description("analyse a run again from its data and render its report")
    .argument("[run]", "a run's directory, such as results/kvm-6core/20261123T030512Z-1a2b")
    .option("--thesis", "no run: hold every number that the 2013 study printed against the others")
    .option("--html <file>", "with --thesis: write the page there", join(pagesDirectory, "thesis.html"))
    .option("--json", "print the summary as JSON")
    .action(async (run: string | undefined, options: Options) => {
      if ((run === undefined) !== (options.thesis === true)) {
        throw new CrossbedError("invalid_input", "give a run's directory, or --thesis, and not both.", {
          where: "command line",
          hint: "For instance: npx crossbed report results/kvm-6core/20261123T030512Z-1a2b",
        });
      }
      await (run === undefined ? reportThesis(options) : reportRun(run, options));
    });
}

async function reportRun(directory: string, { json }: Options): Promise<void> {
  const summary = await writeReport(directory);
  const report = join(directory, "report.html");
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ report, summary }, null, 2)}\n`
      : `${renderHeadline(summary)}\nreport: ${report}\n`,
  );
}

async function reportThesis({ json, html: report = "" }: Options): Promise<void> {
  const { markStudy } = await import("../benchmarks/report/thesis/marked.ts");
  const { studyCheckDocument } = await import("../benchmarks/report/thesis/document.ts");
  const { renderThesisPage } = await import("../benchmarks/report/thesis/page.ts");
  const { renderStudyCheckText } = await import("../benchmarks/report/thesis/text.ts");
  const study = markStudy();
  await writePage(report, renderThesisPage(study));
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ report, ...studyCheckDocument(study) }, null, 2)}\n`
      : `${renderStudyCheckText(study)}\nreport: ${report}\n`,
  );
}
