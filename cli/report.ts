/** `crossbed report`: renders the report of a run or of a study again, on any machine; or looks through the study's own tables. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { isCrate } from "../benchmarks/exchange/crate/check.ts";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { writeReport } from "../benchmarks/report/write.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { exampleRun } from "../benchmarks/results/run-id.ts";
import { readStudiedRuns } from "./compared-runs.ts";
import { noiseAround } from "./noise.ts";
import { pagesDirectory, writePage } from "./page-file.ts";

interface Options {
  readonly json?: true;
  readonly study?: true;
  readonly thesis?: true;
  readonly html?: string;
}

/** The `report` command. */
export function reportCommand(): Command {
  return new Command("report")
    .description("analyse a run, a study's runs or a crate again from their data and render the report")
    .argument("[runs...]", `a run's directory, such as ${exampleRun}, or a crate's`)
    .option(
      "--study",
      "answer the study's four questions from these runs: stacks, runs, a study's directory, or directories of runs",
    )
    .option("--thesis", "no run: hold every number that the 2013 study printed against the others")
    .option("--html <file>", "with --study or --thesis: write the page there, not in results/")
    .option("--json", "print the summary, the answers or the findings as JSON")
    .action(async (runs: string[], options: Options) => {
      const [only, ...more] = runs;
      if (options.thesis === true && only === undefined && options.study === undefined) await reportThesis(options);
      else if (options.study === true && only !== undefined && options.thesis === undefined)
        await reportStudy(runs, options);
      else if (only !== undefined && more.length === 0 && options.thesis === undefined && (await isCrate(only)))
        await reportCrate(only, options);
      else if (only !== undefined && more.length === 0 && options.html === undefined && options.thesis === undefined) {
        await reportRun(only, options);
      } else {
        throw new CrossbedError("invalid_input", "give one run's directory, or --study with runs, or --thesis alone.", {
          where: "command line",
          hint: `For instance: npx crossbed report ${exampleRun}, or: npx crossbed report --study kvm-16core xen-16core`,
        });
      }
    });
}

async function reportRun(directory: string, { json }: Options): Promise<void> {
  const summary = await writeReport(directory);
  const report = join(directory, runFiles.report);
  print(json, report, { summary }, () => renderHeadline(summary));
}

/** Returns the page's file. */
async function reportStudy(names: readonly string[], { json, html }: Options, isCrates = false): Promise<string> {
  const { studyReport } = await import("../benchmarks/report/answers/study.ts");
  const { renderStudyPage } = await import("../benchmarks/report/answers/page.ts");
  const { renderStudyText } = await import("../benchmarks/report/answers/text.ts");
  const { studyDocument } = await import("../benchmarks/report/answers/document.ts");
  const runs = await readStudiedRuns(names);
  // What this machine knows besides is no part of a crate: its page is the same everywhere.
  const study = studyReport(runs, isCrates ? [] : await noiseAround(runs));
  const report = html ?? join(pagesDirectory, "study.html");
  await writePage(report, renderStudyPage(study));
  print(json, report, studyDocument(study), () => renderStudyText(study));
  return report;
}

/** Every file is checked before anything is made of it. */
async function reportCrate(directory: string, options: Options): Promise<void> {
  const { checkCrate } = await import("../benchmarks/exchange/crate/check.ts");
  const { cratePage } = await import("../benchmarks/exchange/crate/metadata.ts");
  const files = await checkCrate(directory);
  const report = await reportStudy([directory], options, true);
  const [own, again] = await Promise.all([join(directory, cratePage), report].map((file) => readFile(file, "utf8")));
  process.stderr.write(
    `${directory}: ${String(files)} files are as the crate's metadata says; the page is ${own === again ? "the crate's own, byte for byte" : "not the crate's own: another version of Crossbed made that"}\n`,
  );
}

async function reportThesis({ json, html }: Options): Promise<void> {
  const { markStudy } = await import("../benchmarks/report/thesis/marked.ts");
  const { studyCheckDocument } = await import("../benchmarks/report/thesis/document.ts");
  const { renderThesisPage } = await import("../benchmarks/report/thesis/page.ts");
  const { renderStudyCheckText } = await import("../benchmarks/report/thesis/text.ts");
  const study = markStudy();
  const report = html ?? join(pagesDirectory, "thesis.html");
  await writePage(report, renderThesisPage(study));
  print(json, report, studyCheckDocument(study), () => renderStudyCheckText(study));
}

/** JSON, or a text that ends with the place of the page. */
function print(json: true | undefined, report: string, document: object, text: () => string): void {
  process.stdout.write(
    json === true ? `${JSON.stringify({ report, ...document }, null, 2)}\n` : `${text()}\nreport: ${report}\n`,
  );
}
