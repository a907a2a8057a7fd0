/** `crossbed export`: results as tables for other programs, as figures, or as a crate for other machines. */
import { basename, dirname } from "node:path";
import { Command, Option } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { exportRuns, tableFormats, type TableFormat } from "../benchmarks/exchange/export.ts";
import { figureFormats, type FigureFormat } from "../benchmarks/exchange/figures/formats.ts";
import { newestStudy } from "../benchmarks/results/study-runs.ts";
import { runDirectories } from "./named-runs.ts";

interface Options {
  readonly to: string;
  readonly format: TableFormat | FigureFormat | "latex" | "ro-crate";
  readonly license?: string;
}

/** The `export` command. */
export function exportCommand(): Command {
  return new Command("export")
    .description(
      "write results as tables or figures (docs/query.md), or a study with all its files as a crate (docs/study.md)",
    )
    .argument(
      "[runs...]",
      "runs, stacks, a study's directory, or directories with runs in them; default: everything in results/",
    )
    .requiredOption("--to <directory>", "where the files go; new or empty")
    .addOption(
      new Option("--format <format>", "of the files")
        .choices([...tableFormats, "latex", ...figureFormats, "ro-crate"])
        .default("parquet"),
    )
    .option("--license <spdx>", "with ro-crate: the data's licence, such as CC-BY-4.0")
    .action(async (names: readonly string[], { to, format, license }: Options) => {
      if (format === "ro-crate") await exportCrate(names, to, license);
      else if (format === "latex") await exportLatex(names, to);
      else if (format === "svg" || format === "png") await exportFigures(names, to, format);
      else await exportTables(names, to, format);
    });
}

async function exportTables(names: readonly string[], to: string, format: TableFormat): Promise<void> {
  const { rows, unread } = await exportRuns(await runDirectories(names), to, format);
  for (const line of unread) process.stderr.write(`left out: ${line}\n`);
  for (const [file, count] of Object.entries(rows)) process.stdout.write(`${to}/${file}: ${String(count)} rows\n`);
}

/** Of one run the tables of its report, of several those of the study's. */
async function exportLatex(names: readonly string[], to: string): Promise<void> {
  const { writeLatex } = await import("../benchmarks/exchange/latex/write.ts");
  const { page } = await reportOf(names);
  for (const file of await writeLatex(page, to)) process.stdout.write(`${to}/${file}\n`);
}

/** The same of the report's figures. */
async function exportFigures(names: readonly string[], to: string, format: FigureFormat): Promise<void> {
  const { writeFigures } = await import("../benchmarks/exchange/figures/write.ts");
  const { page, source } = await reportOf(names);
  for (const file of await writeFigures(page, source, to, format)) process.stdout.write(`${to}/${file}\n`);
}

/** The page of one run, or of several as a study, and what it is of by name. */
async function reportOf(names: readonly string[]): Promise<{ readonly page: string; readonly source: string }> {
  const directories = await runDirectories(names);
  const [first = "", ...more] = directories;
  if (more.length === 0) return { page: await runPage(first), source: `run ${runName(first)}` };
  const last = more.at(-1) ?? "";
  return {
    page: await studyPage(directories),
    source: `${String(directories.length)} runs, ${runName(first)} to ${runName(last)}`,
  };
}

/** `kvm-6core/20261123T030512Z-1a2b` */
function runName(directory: string): string {
  return `${basename(dirname(directory))}/${basename(directory)}`;
}

async function runPage(directory: string): Promise<string> {
  const { analyseRun } = await import("../benchmarks/analysis/summarise.ts");
  const { renderPage } = await import("../benchmarks/report/page.ts");
  const { openRun } = await import("../benchmarks/results/reader.ts");
  const run = await openRun(directory);
  return renderPage(run, await analyseRun(run));
}

async function studyPage(names: readonly string[]): Promise<string> {
  const { studyReport } = await import("../benchmarks/report/answers/study.ts");
  const { renderStudyPage } = await import("../benchmarks/report/answers/page.ts");
  const { readStudiedRuns } = await import("./compared-runs.ts");
  return renderStudyPage(studyReport(await readStudiedRuns(names)));
}

async function exportCrate(names: readonly string[], to: string, license: string | undefined): Promise<void> {
  if (license === undefined || !/^[A-Za-z0-9.+-]{1,64}$/.test(license)) {
    throw new CrossbedError("invalid_input", "a crate says under which licence others may use its data.", {
      where: `--license ${license ?? "(left out)"}`,
      hint: "Give an SPDX identifier (spdx.org/licenses), such as --license CC-BY-4.0.",
    });
  }
  const { cratePage } = await import("../benchmarks/exchange/crate/metadata.ts");
  const { writeCrate } = await import("../benchmarks/exchange/crate/write.ts");
  const [first = ""] = names;
  const study = names.length === 1 ? await newestStudy(first) : undefined;
  const runs = await runDirectories(names);
  const page = await studyPage(study === undefined ? runs : [study]);
  const files = await writeCrate(to, { runs, study, page, license, publishedAtMs: Date.now() });
  process.stdout.write(
    `${to}: ${String(runs.length)} runs, ${String(files)} files; crossbed report ${to} checks them and renders ${cratePage} again\n`,
  );
}
